import assert from "node:assert/strict";
import { hooksFor } from "../../../provider/lifecycle/hooks";
import { hostdevNetwork } from "../../../provider/hostdevNetwork";
import { findings, inShort } from "../../support/findings";
import { HookStack } from "../../support/hookStack";
import { networkBench } from "../../support/network";
import { assertNamesIn, toldBy, type MessageData } from "../../support/told";

const A = { name: "p", pf: "enp7s0f0", __madeBy: "infra/prod::a" };
const B = { ...A, __madeBy: "infra/prod::b" };
const mark = (stack: string, name: string): string =>
    `<teaming:resource xmlns:teaming="urn:pulumi-libvirt-teaming" stack="${stack}" name="${name}"/>`;
const OF_A = mark("infra/prod", "a");
const told = (id: string, facts: object): MessageData => ({ id, subject: "p", facts: { ...facts } });

describe("who made a pool", () => {
    const bench = networkBench();
    let other: HookStack;
    beforeEach(() => {
        other = new HookStack((world) => hooksFor(hostdevNetwork, world), bench.host);
    });
    afterEach(() => other.close());
    const metadata = async (): Promise<string | undefined> =>
        /<metadata>(.*)<\/metadata>/.exec(await bench.definition("p"))?.[1];

    it("is written into the network, beside what others wrote there, and is no drift", async () => {
        const note = '<o:owner xmlns:o="urn:owner">somebody</o:owner>';
        await bench.define(
            `<network><name>p</name><metadata>${note}</metadata><forward mode='hostdev' managed='yes'><pf dev='enp7s0f0'/></forward></network>`,
        );
        await bench.stack.up({ ...A, adopt: true });
        assert.equal(await metadata(), `${note}${OF_A}`);
        await bench.host.restart();
        await bench.stack.close();
        assert.equal(await metadata(), `${note}${OF_A}`);
        await bench.stack.assertSettled({ ...A, adopt: true });
    });

    it("tells one's own pool, which an up made that was killed: the next takes it over without adopt, and says so", async () => {
        await bench.stack.up(A);
        const uuid = await bench.uuid("p");
        await other.check(A);
        assert.deepEqual(toldBy(other), [told("resume-pool", { uuid })]);
        assert.equal(await other.up(A), "created");
        assert.equal(other.state?.id, uuid);
        await other.assertSettled(A);
    });

    it("tells from whom it is taken over; the deletion of the resource before leaves it, in any later up", async () => {
        await bench.stack.up(A);
        const uuid = await bench.uuid("p");
        for (const [__madeBy, maker] of [
            [B.__madeBy, "resource a of this stack"],
            ["infra/test::a", "resource a of stack infra/prod"],
        ] as const) {
            const { failures } = await other.check({ ...B, __madeBy });
            assert.deepEqual(failures.map(inShort), ["name network-name-is-free"]);
            assertNamesIn(failures[0]?.text ?? "", maker, uuid);
        }
        await other.check({ ...B, adopt: true });
        assert.deepEqual(toldBy(other), [told("take-over-pool", { uuid, maker: "resource a of this stack" })]);
        await other.up({ ...B, adopt: true });
        assert.equal(await metadata(), mark("infra/prod", "b"));
        await bench.stack.destroy();
        assert.deepEqual(
            toldBy(bench.stack).map(({ id }) => id),
            ["left-to-another"],
        );
        assert.deepEqual(await bench.list(), ["p active yes yes"]);
        await other.destroy();
        assert.deepEqual(await bench.list(), []);
    });

    it("is no obstacle to a pool of its name, once that resource gives the name up in the same operation", async () => {
        await bench.stack.up(A);
        const hooks = bench.stack.hooks();
        const ofB = async (): Promise<readonly string[]> => {
            const { failures } = await hooks.check({}, { uri: bench.host.uri, ...B, pf: "enp8s0f0" });
            return failures.map(inShort);
        };
        assert.deepEqual(await ofB(), ["name network-name-is-free"]);
        assert.deepEqual((await bench.stack.preview({ ...A, name: "q" }, hooks)).replaces, ["name"]);
        assert.deepEqual(await ofB(), []);
    });

    it("is no obstacle to its own replacement by another URI of the host, though the network does not name it", async () => {
        const { __madeBy, ...before } = A;
        await bench.stack.up(before);
        const { failures } = await bench.stack.check({ ...A, uri: `${bench.host.uri}&mode=direct`, __madeBy });
        assert.deepEqual(failures, []);
    });

    it("keeps nothing where both are deleted after a refresh, which compares each with its host", async () => {
        await bench.stack.up(A);
        await other.up({ ...B, adopt: true });
        const hooks = bench.stack.hooks();
        const states = [bench.stack.state ?? assert.fail(), other.state ?? assert.fail()];
        for (const { id, outs, inputs } of states) {
            await hooks.read(id, outs);
            await hooks.diff(id, outs, inputs);
        }
        for (const { id, outs } of states) await hooks.delete(id, outs);
        assert.deepEqual(await bench.list(), []);
    });

    it("is said by no state of before: nothing is to be done, and the next change writes it", async () => {
        const { __madeBy, ...before } = A;
        await bench.stack.up(before);
        assert.equal(await metadata(), undefined);
        assert.deepEqual(await bench.stack.preview(A), {});
        assert.deepEqual(toldBy(bench.stack), []);
        assert.equal(await bench.stack.up({ ...A, whenInUse: "restart" }), "updated");
        assert.equal(await metadata(), OF_A);
        assert.equal(bench.stack.state?.outs["__madeBy"], __madeBy);
    });

    it("follows a resource that gets another name, and a deletion takes it away", async () => {
        await bench.stack.up(A);
        assert.deepEqual(await bench.stack.preview(B), {});
        await bench.stack.up({ ...B, whenInUse: "restart" });
        assert.equal(await metadata(), mark("infra/prod", "b"));
        assert.deepEqual(await findings(bench.stack, B), []);
        await bench.stack.destroy();
        assert.deepEqual(await bench.list(), []);
    });
});
