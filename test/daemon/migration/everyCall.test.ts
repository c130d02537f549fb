import assert from "node:assert/strict";
import { guestXml } from "../../../lab/host";
import type { Properties } from "../../../provider/lifecycle/kind";
import { faultAtEveryCall } from "../../support/everyCall";
import { migrate, pairOnTwoHosts, seenOn } from "../../support/twoHosts";

const UUID = "22222222-2222-4222-8222-222222222222";

describe("a fault at every call of a pair whose guest migrates", () => {
    const bench = pairOnTwoHosts();
    const program = (transient: Properties = {}): Properties => ({
        name: "net0",
        domain: "web1",
        mac: "52:54:00:aa:bb:01",
        persistent: { network: "lan" },
        transient: { network: "vfpool", ...transient },
        migratesTo: [bench.hosts.two.uri],
    });
    /** The interfaces of the guest on the host where it is, in both layers. */
    async function layers(): Promise<readonly (readonly string[])[]> {
        const seen = await Promise.all([bench.hosts.one, bench.hosts.two].map((host) => seenOn(host, "web1")));
        return seen.flatMap((one) => (one?.running ? [one.running, one.definition ?? []] : []));
    }

    faultAtEveryCall({
        bench,
        changes: [
            { what: "as it is made", to: program },
            { what: "as its VF gets a VLAN", from: program, to: () => program({ vlan: 42 }) },
            { what: "as it is deleted", from: program },
        ],
        revive: () => bench.hosts.one.restart(),
        async migrate() {
            if ((await seenOn(bench.hosts.one, "web1"))?.running)
                await migrate(bench.hosts.one, bench.hosts.two, "web1");
        },
        async assertWhole() {
            if (bench.stack.state !== undefined) return;
            for (const aliases of await layers()) assert.ok([0, 2].includes(aliases.length), aliases.join(", "));
        },
        async clear() {
            for (const host of [bench.hosts.one, bench.hosts.two]) {
                await host.virsh("destroy", "web1").catch(() => undefined);
                await host.virsh("undefine", "web1").catch(() => undefined);
            }
            await bench.hosts.one.virsh("define", await bench.hosts.one.file(guestXml("web1", { uuid: UUID })));
            await bench.hosts.one.virsh("start", "web1");
        },
    });
});
