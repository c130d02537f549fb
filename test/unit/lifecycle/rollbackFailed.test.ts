import assert from "node:assert/strict";
import { LibvirtError } from "../../../provider/libvirt/errors";
import type { Libvirt, NetworkState } from "../../../provider/libvirt/libvirt";
import { hooksFor, type World } from "../../../provider/lifecycle/hooks";
import { hostdevNetwork } from "../../../provider/hostdevNetwork";
import { Operation } from "../../../provider/lifecycle/operation";
import { teamedNic } from "../../../provider/teamedNic";

const uuid = "11111111-1111-4111-8111-111111111111";
const uri = "test:///dying";

/** A host that dies in the middle: what is named fails, and from then on everything does. */
function dyingAt(call: keyof Libvirt, times = 1, there: readonly NetworkState[] = []): World {
    let left = times;
    const answer =
        <T>(name: keyof Libvirt, value: T) =>
        (): Promise<T> => {
            if (name === call) left -= 1;
            return left > 0
                ? Promise.resolve(value)
                : Promise.reject(new LibvirtError(`vir${name}`, 38, 7, "Connection reset by peer", uri));
        };
    const libvirt: Partial<Libvirt> = {
        uri,
        networks: answer("networks", there),
        networkDefine: answer("networkDefine", uuid),
        networkStart: answer("networkStart", undefined),
        networkXml: answer(
            "networkXml",
            "<network><name>vfpool</name><forward mode='hostdev'><pf dev='enp7s0f0'/></forward></network>",
        ),
        networkLiveXml: answer("networkLiveXml", "<network><name>vfpool</name><forward mode='hostdev'/></network>"),
        networkPorts: answer("networkPorts", []),
        guests: answer("guests", []),
        nodeDevices: answer("nodeDevices", []),
        networkStop: answer("networkStop", undefined),
        networkUndefine: answer("networkUndefine", undefined),
        domain: answer("domain", { name: "web1", uuid, active: false, persistent: true }),
        domainXml: answer("domainXml", { config: "<domain><name>web1</name><devices/></domain>" }),
        attachDevice: answer("attachDevice", undefined),
        detachDevice: answer("detachDevice", undefined),
    };
    const quiet = (): void => undefined;
    return {
        assertInstalled: quiet,
        operation: new Operation(() => libvirt as Libvirt),
        say: quiet,
        warn: quiet,
    };
}

const POOL = {
    uri,
    name: "vfpool",
    mode: "hostdev",
    pf: "enp7s0f0",
    active: true,
    autostart: true,
    managed: true,
    whenInUse: "refuse",
    adopt: false,
    __provider: "hooks",
};
const NIC = {
    uri,
    name: "net0",
    __provider: "hooks",
    domain: "web1",
    mac: "52:54:00:aa:bb:01",
    adopt: false,
    persistent: { type: "network", network: "lan", alias: "ua-net0" },
    transient: { type: "network", network: "vfpool", alias: "ua-net0-vf" },
};
const reset = (call: string): string => `${call} on ${uri}: libvirt error [38/7] Connection reset by peer`;

describe("a host that dies in the middle of a creation", () => {
    it("leaves a pool that Pulumi keeps, and says what there is of it", async () => {
        const left = [`network vfpool is defined: ${reset("virnetworkUndefine")}`];
        const failed = hooksFor(hostdevNetwork, dyingAt("networkStart")).create(POOL);
        // the UUID is chosen before libvirt is asked
        const { id } = await failed.catch((error: unknown) => error as { readonly id: string });
        await assert.rejects(failed, {
            name: "RollbackFailed",
            message: `${reset("virnetworkStart")}\nThe provider could not roll back everything. The next up continues from what is left:\n  ${left.join("")}`,
            id,
            properties: { ...POOL, uuid: id },
            reasons: left,
        });
    });

    it("leaves a half that Pulumi keeps, and says what there is of it", async () => {
        const left = [`guest web1 is defined with the virtio half ua-net0: ${reset("virdomainXml")}`];
        await assert.rejects(hooksFor(teamedNic, dyingAt("attachDevice", 2)).create(NIC), {
            name: "RollbackFailed",
            message: `${reset("virattachDevice")}\nThe provider could not roll back everything. The next up continues from what is left:\n  ${left.join("")}`,
            id: `${uuid}/net0`,
            properties: {
                ...NIC,
                domainUuid: uuid,
                host: uri,
                aliases: { persistent: "ua-net0", transient: "ua-net0-vf" },
            },
            reasons: left,
        });
    });

    it("leaves a pool between its old and its new definition, and says so", async () => {
        const pool = { name: "vfpool", uuid, active: true, persistent: true, autostart: true };
        const left = [
            `network vfpool is stopped: ${reset("virnetworkXml")}`,
            `network vfpool has its new definition: ${reset("virnetworkXml")}`,
        ];
        const old = { ...POOL, uuid };
        await assert.rejects(
            hooksFor(hostdevNetwork, dyingAt("networkStart", 1, [pool])).update(uuid, old, { ...POOL, vlan: 42 }),
            {
                name: "RollbackFailed",
                message: `${reset("virnetworkStart")}\nThe provider could not roll back everything. The next up continues from what is left:\n${left.map((line) => `  ${line}`).join("\n")}`,
                id: uuid,
                // what runs is compared, too, by the next up
                properties: { ...old, running: {} },
                reasons: left,
            },
        );
    });

    it("leaves nothing to keep where nothing had been done yet", async () => {
        await assert.rejects(hooksFor(hostdevNetwork, dyingAt("networkDefine")).create(POOL), (error: Error) => {
            assert.equal(error.message, reset("virnetworkDefine"));
            assert.ok(!("id" in error));
            return true;
        });
    });
});
