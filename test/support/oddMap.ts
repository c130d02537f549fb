import type { HostMap } from "../../cli/map/hostMap";

const [A, B, C, D] = ["a", "b", "c", "d"].map((letter) => `${letter.repeat(8)}-0000-4000-8000-000000000000`) as [
    string,
    string,
    string,
    string,
];
/** Of a host that has none of all that. */
export const nothing: HostMap = { uri: "test:///nothing", pools: [], strays: [], teams: [] };

/** A host on which all that can be amiss is. */
export const odd: HostMap = {
    uri: "test:///odd",
    pools: [
        {
            name: "forgetful",
            uuid: A,
            active: true,
            autostart: true,
            pf: "enp7s0f0",
            mtu: 9000,
            vfs: [
                { address: "0000:07:10.0", exists: true, guest: "a", domainUuid: A, alias: "ua-a-vf" },
                { address: "0000:07:10.1", exists: false, guest: "a", domainUuid: A, alias: "ua-b-vf" },
                {
                    address: "0000:07:10.2",
                    exists: true,
                    guest: "b",
                    domainUuid: B,
                    alias: "hostdev0",
                    isOutsidePool: true,
                },
                { address: "0000:07:10.3", exists: true, guest: "c", domainUuid: C },
                { address: "0000:07:10.4", exists: false },
            ],
            free: 0,
            total: 5,
            connections: 1,
        },
        {
            name: "stopped",
            uuid: B,
            active: false,
            autostart: false,
            vfs: [],
            free: 0,
            total: 0,
            connections: 0,
        },
    ],
    strays: [
        { address: "0000:07:11.0", exists: true, guest: "b", domainUuid: B, alias: "hostdev1", pool: "forgetful" },
        { address: "0000:07:11.1", exists: true, guest: "b", domainUuid: B, alias: "hostdev2", isOutsidePool: true },
    ],
    teams: [
        {
            guest: "a",
            domainUuid: A,
            active: true,
            persistent: "ua-a",
            transient: "ua-a-vf",
            pool: "forgetful",
            mac: "52:54:00:00:00:01",
            vf: "0000:07:10.0",
            complete: true,
            problems: [],
        },
        {
            guest: "a",
            domainUuid: A,
            active: true,
            transient: "ua-b-vf",
            pool: "forgetful",
            vf: "0000:07:10.1",
            complete: false,
            problems: ["its definition has no virtio half", "the guest runs without the virtio half"],
        },
        {
            guest: "b",
            domainUuid: B,
            active: true,
            persistent: "ua-b",
            transient: "ua-b-vf",
            pool: "forgetful",
            complete: false,
            problems: ["the guest runs without the VF half"],
        },
        {
            guest: "d",
            domainUuid: D,
            active: false,
            persistent: "ua-d",
            pool: "nowhere",
            complete: true,
            problems: [],
        },
        {
            guest: "d",
            domainUuid: D,
            active: false,
            persistent: "ua-e",
            transient: "ua-e-vf",
            complete: true,
            problems: [],
        },
        {
            guest: "d",
            domainUuid: D,
            active: false,
            persistent: "ua-f",
            complete: false,
            problems: ["its definition has no VF half"],
        },
    ],
};
