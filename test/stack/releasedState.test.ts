import assert from "node:assert/strict";
import { readdirSync } from "node:fs";
import { writeFile } from "node:fs/promises";
import { join } from "node:path";
import type { Host } from "../../lab/host";
import { Stack } from "../support/cliStack";
import { hostOf, PROGRAM, readReleased, RELEASES, stateFor } from "../support/releasedState";
import { edit } from "../support/testHost";

const NOTHING = {};

describe("a state that an earlier release wrote", () => {
    for (const version of readdirSync(RELEASES)) {
        let host: Host;
        let stack: Stack;

        before(async () => {
            const released = await readReleased(version);
            host = await hostOf(released);
            stack = await Stack.create(host.uri, PROGRAM);
            const file = join(stack.folder, "state.json");
            await writeFile(file, stateFor(host, released));
            await stack.must("stack", "import", "--file", file);
        });
        after(async () => {
            await stack.remove();
            await host.stop();
        });

        it(`is unchanged to preview and refresh, heals by up, and is deleted by destroy: ${version}`, async () => {
            assert.deepEqual(await stack.planned(), NOTHING);
            const before = await host.virsh("dumpxml", "--inactive", "demo");
            await edit(host, "guest", "demo", (xml) => xml.replace("9000", "1500"));
            await stack.must("refresh", "--yes", "--skip-preview");
            const { net0, ...others } = await stack.planned();
            assert.deepEqual([Object.keys(net0?.detailedDiff ?? {}), others], [["persistent.mtu"], NOTHING]);
            await stack.up();
            assert.equal(await host.virsh("dumpxml", "--inactive", "demo"), before);
            await stack.destroy();
            assert.equal((await host.virsh("net-list", "--all", "--name")).includes("vfpool"), false);
            assert.equal((await host.virsh("dumpxml", "--inactive", "demo")).includes("<teaming"), false);
        });
    }
});
