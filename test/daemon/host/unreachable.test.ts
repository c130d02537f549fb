import assert from "node:assert/strict";
import type { Properties } from "../../../provider/lifecycle/kind";
import { guestBench } from "../../support/guest";
import { networkBench } from "../../support/network";
import type { HookStack } from "../../support/hookStack";

/** A host whose daemon does not answer says nothing about what is there. */
function keeps(subject: string, bench: { readonly stack: HookStack }, program: Properties): void {
    it("keeps what the state says of it", async () => {
        const { stack } = bench;
        await stack.up(program);
        const { state } = stack;
        await stack.close();
        await stack.host.kill();
        try {
            const unreachable = { name: "LibvirtError", code: 38 };
            await assert.rejects(stack.refresh(), unreachable);
            await assert.rejects(stack.destroy(), unreachable);
            assert.deepEqual(stack.state, state);

            assert.deepEqual(await stack.preview(program), {});
            const [told, ...more] = stack.told;
            assert.deepEqual(more, []);
            assert.deepEqual(
                {
                    isWarning: told?.isWarning,
                    id: told?.message.id,
                    subject: told?.message.subject,
                    facts: told?.message.facts,
                },
                { isWarning: true, id: "not-compared", subject, facts: { uri: stack.host.uri } },
            );
            const socket = decodeURIComponent(stack.host.uri.split("socket=")[1] ?? "");
            const libvirt = `libvirt error [38/7] Failed to connect socket to '${socket}': Connection refused`;
            assert.ok(told?.message.text.endsWith(libvirt), told?.message.text);
        } finally {
            await stack.close();
            await stack.host.restart();
        }
        await stack.refresh();
        assert.deepEqual(stack.state, state);
    });
}

describe("a host that cannot be reached", () => {
    describe("with a HostdevNetwork", () => {
        keeps("p", networkBench(), { name: "p", pf: "enp7s0f0" });
    });
    describe("with a TeamedNic", () => {
        const bench = guestBench();
        keeps("net0 on guest", bench, bench.program());
    });
});
