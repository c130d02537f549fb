import assert from "node:assert/strict";
import type { Host } from "../../lab/host";
import { hostdevNetwork } from "../../provider/hostdevNetwork";
import { hooksFor } from "../../provider/lifecycle/hooks";
import { HookStack } from "./hookStack";

/** Runs a pool through up, preview, drift by hand and destroy, over a URI of the host. */
export async function livesOver(uri: string, host: Host): Promise<void> {
    const stack = new HookStack((world) => hooksFor(hostdevNetwork, world), host);
    stack.allowsCommands = true; // as ssh is told by a program of its own which keys it knows
    const program = { uri, name: "pool", pf: "enp7s0f0", vlan: 42 };
    const networks = (): Promise<string> => host.virsh("net-list", "--all", "--name");
    try {
        assert.equal(await stack.up(program), "created");
        assert.match(await host.virsh("net-dumpxml", "pool"), /<tag id='42'\/>/);
        await stack.assertSettled(program);
        await stack.byHand("net-autostart", "pool", "--disable");
        assert.deepEqual(await stack.drift(program), { autostart: false });
        assert.equal(await stack.up(program), "updated");
        await stack.destroy();
        assert.equal(await networks(), "");
    } finally {
        await stack.close();
    }
}
