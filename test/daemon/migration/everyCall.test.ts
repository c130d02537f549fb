import assert from "node:assert/strict";
import { guestXml } from "../../../lab/host";
import { hooksFor } from "../../../provider/lifecycle/hooks";
import type { Properties } from "../../../provider/lifecycle/kind";
import { close } from "../../../provider/libvirt";
import { teamedNic } from "../../../provider/teamedNic";
import { faultAtEveryCall } from "../../support/everyCall";
import { HookStack } from "../../support/hookStack";
import { migrate, seenOn, startTwoHosts, type TwoHosts } from "../../support/twoHosts";

const UUID = "22222222-2222-4222-8222-222222222222";

describe("a fault at every call of a pair whose guest migrates", () => {
    let hosts: TwoHosts;
    let stack: HookStack;
    const bench = {
        get host() {
            return hosts.one;
        },
        get stack() {
            return stack;
        },
    };
    const program = (transient: Properties = {}): Properties => ({
        name: "net0",
        domain: "web1",
        mac: "52:54:00:aa:bb:01",
        persistent: { network: "lan" },
        transient: { network: "vfpool", ...transient },
        migratesTo: [hosts.two.uri],
    });
    /** The interfaces of the guest on the host where it is, in both layers. */
    async function layers(): Promise<readonly (readonly string[])[]> {
        const seen = await Promise.all([hosts.one, hosts.two].map((host) => seenOn(host, "web1")));
        return seen.flatMap((one) => (one?.running ? [one.running, one.definition ?? []] : []));
    }

    before(async () => {
        hosts = await startTwoHosts();
        stack = new HookStack((world) => hooksFor(teamedNic, world), hosts.one);
    });
    after(async () => {
        await stack.close();
        await close();
        await hosts.stop();
    });

    faultAtEveryCall({
        bench,
        changes: [
            { what: "as it is made", to: program },
            { what: "as its VF gets a VLAN", from: program, to: () => program({ vlan: 42 }) },
            { what: "as it is deleted", from: program },
        ],
        revive: () => hosts.one.restart(),
        async migrate() {
            if ((await seenOn(hosts.one, "web1"))?.running) await migrate(hosts.one, hosts.two, "web1");
        },
        async assertWhole() {
            if (stack.state !== undefined) return;
            for (const aliases of await layers()) assert.ok([0, 2].includes(aliases.length), aliases.join(", "));
        },
        async clear() {
            for (const host of [hosts.one, hosts.two]) {
                await host.virsh("destroy", "web1").catch(() => undefined);
                await host.virsh("undefine", "web1").catch(() => undefined);
            }
            await hosts.one.virsh("define", await hosts.one.file(guestXml("web1", { uuid: UUID })));
            await hosts.one.virsh("start", "web1");
        },
    });
});
