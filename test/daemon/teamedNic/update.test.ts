import assert from "node:assert/strict";
import { inShort } from "../../support/findings";
import { guestBench } from "../../support/guest";
import { toldBy } from "../../support/told";

describe("changing a TeamedNic", () => {
    const bench = guestBench();
    const places = async (): Promise<readonly unknown[]> =>
        (await bench.interfaces()).map((xml) => /<address type.{1,80}\/><\/interface>$/.exec(xml)?.[0]);

    const changes: readonly (readonly [what: string, change: object])[] = [
        ["its MAC", { mac: "52:54:00:aa:bb:02" }],
        ["the alias of the persistent half", { persistent: { network: "br", alias: "ua-left" } }],
        ["the alias of the transient half", { transient: { network: "pool", alias: "ua-right" } }],
        ["its name, and so both aliases", { name: "net1" }],
        ["a network to a bridge", { persistent: { bridge: "br0" } }],
        ["a network to a macvtap", { persistent: { direct: "eth0", mode: "bridge" } }],
        ["a pool to an address", { transient: { address: "0000:07:10.1", driver: { name: "vfio" } } }],
        ["both sources", { persistent: { bridge: "br0" }, transient: { address: "0000:07:10.1" } }],
    ];
    for (const [what, change] of changes)
        it(`(${what}) and back: the halves stay where the guest has them, and all else is left alone`, async () => {
            const program = bench.program();
            await bench.stack.up(program);
            await bench.editHalf("ua-net0", (xml) => xml.replace("<alias", "<tune><sndbuf>1600</sndbuf></tune><alias"));
            const [before, placesBefore] = [await bench.xml(), await places()];
            assert.equal(placesBefore.includes(undefined), false);
            for (const next of [{ ...program, ...change }, program]) {
                assert.equal(await bench.stack.up(next), "updated");
                await bench.stack.assertSettled(next);
                assert.deepEqual(await places(), placesBefore);
                const [, persistent = ""] = await bench.interfaces();
                assert.match(persistent, /<sndbuf>1600<\/sndbuf><\/tune><teaming type='persistent'\/>/);
            }
            assert.equal(await bench.xml(), before);
        });

    it("lets the halves change places in the guest", async () => {
        const at = (one: string, other: string): ReturnType<typeof bench.program> =>
            bench.program({ guestAddress: one }, { guestAddress: other });
        await bench.stack.up(at("0000:05:00.0", "0000:06:00.0"));
        const program = at("0000:06:00.0", "0000:05:00.0");
        await bench.stack.up(program);
        await bench.stack.assertSettled(program);
    });

    it("of its guest or its host replaces it", async () => {
        const program = bench.program();
        await bench.stack.up(program);
        const replaces = async (change: object): Promise<unknown> =>
            (await bench.stack.preview({ ...program, ...change })).replaces;
        assert.deepEqual(await replaces({ domain: "other" }), ["domain"]);
        assert.deepEqual(await replaces({ uri: "qemu+ssh://elsewhere/system" }), ["uri"]);
        assert.deepEqual(await replaces({ name: "net1", mac: "52:54:00:aa:bb:02" }), []);
    });

    it("keeps the pair where the same guest is named in another way", async () => {
        const program = { ...bench.program(), adopt: true };
        await bench.stack.up(program);
        const before = await bench.xml();
        assert.equal(await bench.stack.up({ ...program, domain: bench.uuid }), "updated");
        assert.equal(await bench.xml(), before);
    });

    /** A program that gives no name or MAC: the class fills them in, from the stack's name too. */
    const derived = (name: string, mac: string): ReturnType<typeof bench.program> => ({
        ...bench.program(),
        name,
        mac,
        __filledIn: ["name", "mac"],
    });

    it("keeps a derived MAC where another is derived, as the stack or the project has another name", async () => {
        await bench.stack.up(derived("net0", "52:54:00:aa:bb:01"));
        const renamed = derived("net0", "52:54:00:aa:bb:02");
        assert.deepEqual([await bench.stack.preview(renamed), bench.stack.lines], [{}, []]);
        assert.equal(await bench.stack.up(renamed), "unchanged");
        assert.equal(bench.stack.state?.inputs["mac"], "52:54:00:aa:bb:01");
        assert.equal("__filledIn" in bench.stack.state.inputs, false);
        // of another guest, and where the program gives one, it is another
        const macOf = async (program: object): Promise<unknown> => (await bench.stack.checked(program as never))["mac"];
        assert.equal(await macOf({ ...renamed, domain: "other" }), "52:54:00:aa:bb:02");
        assert.equal(await macOf({ ...renamed, __filledIn: ["name"] }), "52:54:00:aa:bb:02");
    });

    it("keeps a derived MAC through a replacement, which Pulumi checks twice", async () => {
        await bench.stack.up(derived("net0", "52:54:00:aa:bb:01"));
        const renamed = derived("net0", "52:54:00:aa:bb:02");
        const hooks = bench.stack.hooks();
        const { state } = bench.stack;
        const first = await bench.stack.checked(renamed, hooks);
        bench.stack.state = undefined;
        const second = (await bench.stack.check(renamed, hooks)).inputs;
        bench.stack.state = state;
        assert.deepEqual([first["mac"], second["mac"]], ["52:54:00:aa:bb:01", "52:54:00:aa:bb:01"]);
    });

    it("says how to keep the name that follows from the resource's, before it takes another", async () => {
        await bench.stack.up(derived("net0", "52:54:00:aa:bb:01"));
        const messages = async (program: ReturnType<typeof derived>): Promise<readonly unknown[]> => {
            await bench.stack.check(program);
            return bench.stack.told
                .filter(({ message }) => message.id === "renamed")
                .map(({ message, isWarning }) => [message.subject, message.facts, isWarning]);
        };
        assert.deepEqual(await messages(derived("web", "52:54:00:aa:bb:02")), [
            ["web on guest", { before: "net0", after: "web" }, true],
        ]);
        assert.deepEqual(await messages(derived("net0", "52:54:00:aa:bb:02")), []);
        assert.deepEqual(await messages({ ...bench.program(), name: "web" }), [], "a name that the program gives");
    });

    it("says of a replacement that retainOnDelete leaves the old one on the host", async () => {
        const program = bench.program();
        await bench.stack.up(program);
        const told = async (change: object): Promise<readonly string[]> => {
            await bench.stack.check({ ...program, ...change });
            return bench.stack.told.map(({ message }) => message.id).filter((id) => id === "retained");
        };
        assert.deepEqual(await told({ domain: "other", __retained: true }), ["retained"]);
        assert.deepEqual(await told({ domain: "other" }), []);
        assert.deepEqual(await told({ persistent: { network: "br", mtu: 1400 }, __retained: true }), []);
    });

    it("is in the way of nothing where Pulumi replaces it by its own decision (replaceOnChanges)", async () => {
        await bench.stack.up(bench.program());
        const moved = { ...bench.program(), mac: "52:54:00:aa:bb:02" };
        const hooks = bench.stack.hooks();
        await bench.stack.checked(moved, hooks);
        bench.stack.told = [];
        const { failures } = await bench.stack.checkAsNew(moved, hooks);
        assert.deepEqual([failures, bench.stack.told], [[], []]);
        const other = await bench.stack.checkAsNew(moved, bench.stack.hooks());
        assert.deepEqual(other.failures.map(inShort), [
            "persistent.alias alias-is-free",
            "transient.alias alias-is-free",
        ]);
    });

    for (const [what, remove] of [
        ["the pair", () => bench.define(bench.untouched)],
        ["its guest", () => bench.stack.byHand("undefine", "guest")],
    ] as const)
        it(`is told as missing, and made again, where the program changes and ${what} is gone`, async () => {
            await bench.stack.up(bench.program());
            await remove();
            const { replaces } = await bench.stack.preview(bench.program({ mtu: 9000 }));
            assert.deepEqual(
                [replaces, toldBy(bench.stack).filter(({ isWarning }) => !isWarning)],
                [["name"], [{ id: "missing", subject: "net0 on guest", facts: { uris: [bench.host.uri] } }]],
            );
        });
});
