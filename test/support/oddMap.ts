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
            ...{ name: "forgetful", uuid: A, active: true, autostart: true, pf: "enp7s0f0", mtu: 9000 },
            vfs: [
                { address: "0000:07:10.0", isThere: true, guest: "a", domainUuid: A, alias: "ua-a-vf" },
                { address: "0000:07:10.1", isThere: false, guest: "a", domainUuid: A, alias: "ua-b-vf" },
                {
                    address: "0000:07:10.2",
                    isThere: true,
                    guest: "b",
                    domainUuid: B,
                    alias: "hostdev0",
                    isOutsidePool: true,
                },
                { address: "0000:07:10.3", isThere: true, guest: "c", domainUuid: C },
                { address: "0000:07:10.4", isThere: false },
            ],
            ...{ free: 0, total: 5, connections: 1 },
        },
        {
            ...{ name: "stopped", uuid: B, active: false, autostart: false },
            vfs: [],
            free: 0,
            total: 0,
            connections: 0,
        },
    ],
    strays: [
        { address: "0000:07:11.0", isThere: true, guest: "b", domainUuid: B, alias: "hostdev1", pool: "forgetful" },
        { address: "0000:07:11.1", isThere: true, guest: "b", domainUuid: B, alias: "hostdev2", isOutsidePool: true },
    ],
    teams: [
        {
            ...{ guest: "a", domainUuid: A, active: true, persistent: "ua-a", transient: "ua-a-vf", pool: "forgetful" },
            ...{ mac: "52:54:00:00:00:01", vf: "0000:07:10.0", whole: true, lacks: [] },
        },
        {
            ...{ guest: "a", domainUuid: A, active: true, transient: "ua-b-vf", pool: "forgetful", vf: "0000:07:10.1" },
            ...{ whole: false, lacks: ["its definition has no virtio half", "the guest runs without the virtio half"] },
        },
        {
            ...{ guest: "b", domainUuid: B, active: true, persistent: "ua-b", transient: "ua-b-vf", pool: "forgetful" },
            ...{ whole: false, lacks: ["the guest runs without the VF half"] },
        },
        {
            ...{ guest: "d", domainUuid: D, active: false, persistent: "ua-d", pool: "nowhere" },
            ...{ whole: true, lacks: [] },
        },
        {
            ...{ guest: "d", domainUuid: D, active: false, persistent: "ua-e", transient: "ua-e-vf" },
            ...{ whole: true, lacks: [] },
        },
        {
            ...{ guest: "d", domainUuid: D, active: false, persistent: "ua-f" },
            ...{ whole: false, lacks: ["its definition has no VF half"] },
        },
    ],
};
