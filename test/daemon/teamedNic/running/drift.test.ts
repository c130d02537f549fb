import assert from "node:assert/strict";
import { told } from "../../../support/effects";
import { guestBench, MAC } from "../../../support/guest";
import { runningGuest } from "../../../support/runningGuest";

/** By hand, on the running guest alone. */
const halfXml = (network: string, teaming: string, alias: string, inside = ""): string =>
    `<interface type='network'><mac address='${MAC}'/><source network='${network}'/><model type='virtio'/>` +
    `<teaming ${teaming}/><alias name='${alias}'/>${inside}</interface>`;
const vfXml = (network: string): string => halfXml(network, "type='transient' persistent='ua-net0'", "ua-net0-vf");

describe("what somebody did to a running guest by hand", () => {
    const bench = guestBench();
    const guest = runningGuest(bench);
    const program = bench.program();
    const live = (command: string, ...args: string[]): Promise<string> =>
        bench.stack.byHand(command, "guest", ...args, "--live");
    async function unplug(alias: string): Promise<void> {
        await live("detach-device-alias", alias);
        while ((await guest.half(alias)) !== "") await new Promise((resolve) => setTimeout(resolve, 20));
    }
    const device = async (command: string, xml: string): Promise<void> => {
        await live(command, await bench.host.file(xml));
    };

    const cases: readonly (readonly [
        what: string,
        byHand: () => Promise<unknown>,
        running: object,
        effects: readonly string[],
        events: readonly string[],
    ])[] = [
        [
            "the VF was unplugged",
            () => unplug("ua-net0-vf"),
            { transient: "absent" },
            ["attach ua-net0-vf: missing"],
            ["+ua-net0-vf"],
        ],
        [
            "both halves were unplugged",
            async () => {
                await unplug("ua-net0-vf");
                await unplug("ua-net0");
            },
            { persistent: "absent", transient: "absent" },
            ["attach ua-net0: missing", "attach ua-net0-vf: missing"],
            ["+ua-net0", "+ua-net0-vf"],
        ],
        [
            "the link was set down",
            () =>
                live("domif-setlink", MAC, "down").catch(() =>
                    device("update-device", halfXml("br", "type='persistent'", "ua-net0", "<link state='down'/>")),
                ),
            { persistent: { link: "down" } },
            ["update-in-place ua-net0: persistent.link down => -"],
            [],
        ],
        [
            "it was moved to another network",
            () => device("update-device", halfXml("br2", "type='persistent'", "ua-net0")),
            { persistent: { network: "br2" } },
            ["update-in-place ua-net0: persistent.network br2 => br"],
            [],
        ],
        [
            "a VF of another pool was plugged in",
            async () => {
                await unplug("ua-net0-vf");
                await device("attach-device", vfXml("pool2"));
            },
            { transient: { network: "pool2" } },
            ["reattach-vf ua-net0-vf: transient.network pool2 => pool"],
            ["-ua-net0-vf", "+ua-net0-vf"],
        ],
        [
            "the virtio half was plugged in with another MTU",
            async () => {
                await unplug("ua-net0-vf");
                await unplug("ua-net0");
                await device("attach-device", halfXml("br", "type='persistent'", "ua-net0", "<mtu size='1600'/>"));
                await device("attach-device", vfXml("pool"));
            },
            { persistent: { mtu: 1600 } },
            ["replace-virtio-half ua-net0: persistent.mtu 1600 => -"],
            ["-ua-net0-vf", "-ua-net0", "+ua-net0", "+ua-net0-vf"],
        ],
    ];
    for (const [what, byHand, running, effects, events] of cases)
        for (const refresh of [true, false])
            it(`(${what}) is named ${refresh ? "after" : "without"} a refresh, apart from the definition, and up heals it`, async () => {
                await bench.stack.up(program);
                const pid = await guest.pid();
                const before = await bench.xml();
                await byHand();
                await guest.events();

                if (refresh) {
                    await bench.stack.previewRefreshed(program);
                    assert.deepEqual(told(bench.stack), effects);
                    assert.deepEqual(await bench.stack.drift(program), { running });
                } else {
                    assert.equal((await bench.stack.preview(program)).changes, true);
                    const drift = Object.entries(running).flatMap(([half, what]) =>
                        typeof what === "string"
                            ? [[half, what]]
                            : Object.entries(what as object).map(([field, value]) => [
                                  `${half}.${field}`,
                                  value as unknown,
                              ]),
                    );
                    const messages = bench.stack.told.map(({ message }) => message);
                    assert.deepEqual(
                        messages.flatMap(({ id, facts }) =>
                            id === "drift-of-running-guest" ? [[facts["path"], facts["actual"]]] : [],
                        ),
                        drift,
                    );
                    assert.deepEqual(told(bench.stack).slice(drift.length), effects);
                }
                assert.equal(await bench.xml(), before);
                assert.equal(await bench.stack.up(program), "updated");
                assert.deepEqual(await guest.events(), events);
                await bench.stack.assertSettled(program);
                assert.equal(await bench.stack.up(program), "unchanged");
                assert.deepEqual([await guest.pid(), await bench.xml()], [pid, before]);
            });

    it("(the definition alone was changed) touches nothing that runs", async () => {
        const tuned = bench.program({ mtu: 1600 });
        await bench.stack.up(tuned);
        const before = await bench.xml();
        const running = await guest.interfaces();
        await guest.events();
        await bench.editHalf("ua-net0", (xml) => xml.replace("1600", "1700"));
        await bench.stack.previewRefreshed(tuned);
        assert.deepEqual(told(bench.stack), ["definition-only ua-net0: persistent.mtu 1700 => 1600"]);
        const { persistent, running: besides } = bench.stack.state?.inputs ?? {};
        assert.deepEqual([(persistent as { mtu: number }).mtu, besides], [1700, undefined]);
        await bench.stack.up(tuned);
        await bench.stack.assertSettled(tuned);
        assert.deepEqual([await bench.xml(), await guest.interfaces()], [before, running]);
        assert.deepEqual(await guest.events(), []);
    });

    it("(both layers were changed) is named in both", async () => {
        await bench.stack.up(program);
        await bench.editHalf("ua-net0", (xml) => xml.replace("network='br'", "network='br2'"));
        await device("update-device", halfXml("br", "type='persistent'", "ua-net0", "<link state='down'/>"));
        assert.deepEqual(await bench.stack.drift(program), {
            "persistent.network": "br2",
            running: { persistent: { link: "down" } },
        });
        await bench.stack.up(program);
        await bench.stack.assertSettled(program);
    });

    it("(it was booted anew) is nothing, and the state learns of the VF", async () => {
        await bench.stack.up(program);
        const { vf } = bench.stack.state?.outs ?? {};
        assert.deepEqual(vf, {
            address: "0000:07:10.0",
            network: "pool",
            domainId: (vf as { domainId: number }).domainId,
        });
        await guest.reboot();
        await bench.stack.assertSettled(program);
        const { vf: after } = bench.stack.state?.outs ?? {};
        assert.deepEqual(after, { ...(vf as object), domainId: (vf as { domainId: number }).domainId + 1 });
    });

    it("(it was shut off) is nothing", async () => {
        await bench.stack.up(program);
        await bench.stack.byHand("destroy", "guest");
        await bench.stack.assertSettled(program);
        assert.equal(bench.stack.state?.outs["vf"], undefined);
    });
});
