import assert from "node:assert/strict";
import { guestXml } from "../../../../lab/host";
import type { Hooks } from "../../../../provider/lifecycle/hooks";
import { guestBench, MAC, type Program } from "../../../support/guest";
import { inShort } from "../../../support/findings";
import { shutOff } from "../../../support/shutOff";
import { teamXml } from "../../../support/teamXml";
import { assertNamesIn } from "../../../support/told";

const ROOT_PORT = "<controller type='pci' model='pcie-root-port'/>";
/** Guest `few` with so many PCIe root ports. */
const guestWithPorts = (ports: number, interfaces: readonly string[] = []): string =>
    guestXml("few", { interfaces })
        .replaceAll(ROOT_PORT, "")
        .replace("<controller type='usb' model='none'/>", `$&${ROOT_PORT.repeat(ports)}`);
/** Pool of one VF. */
const lastVf =
    "<network><name>last</name><forward mode='hostdev' managed='yes'><address type='pci' domain='0' bus='0x08' slot='0x10' function='0'/></forward></network>";

describe("the root ports and VFs that pairs of a running guest need", () => {
    const bench = guestBench();
    const virsh = (...args: string[]): Promise<string> => bench.host.virsh(...args);

    before(async () => {
        await virsh("net-define", await bench.host.file(lastVf));
        for (const network of ["br", "pool", "last"]) await virsh("net-start", network);
    });
    afterEach(async () => {
        await shutOff(bench.host, "few");
        await virsh("undefine", "few");
    });

    /** Starts the guest `few`. */
    async function start(xml: string): Promise<void> {
        await virsh("define", await bench.host.file(xml));
        await virsh("start", "few");
    }
    /** Aliases of the running guest's interfaces, in their order. */
    const aliasesOf = async (guest: string): Promise<readonly (string | undefined)[]> =>
        [...(await virsh("dumpxml", guest)).matchAll(/<alias name='(ua-[^']*)'/g)].map(([, alias]) => alias);
    /** Each refusal as its property, rule and what was found. */
    const failuresOf = async (program: Program, hooks?: Hooks): Promise<readonly string[]> =>
        (await bench.stack.check(program, hooks)).failures.map(
            (failure) => `${inShort(failure)} ${String(failure.facts["found"])}`,
        );
    const pair = (name: string, mac: string): Program => ({
        ...bench.program({}, { network: "pool" }),
        name,
        mac,
        domain: "few",
    });

    describe("a pair that runs already, where one root port and no VF is free,", () => {
        const [virtio, vf] = teamXml("net0", { mac: MAC });
        const ofLast = vf.replace("<source network='pool'/>", "<source network='last'/><model type='virtio'/>");
        const program = (): Program => ({ ...bench.program({}, { network: "last" }), domain: "few", adopt: true });

        it("is adopted, and nothing of the guest changes", async () => {
            await start(guestWithPorts(3, [virtio, ofLast]));
            const [definition, running] = [await virsh("dumpxml", "few", "--inactive"), await virsh("dumpxml", "few")];
            assert.deepEqual(await failuresOf(program()), []);
            assert.equal(await bench.stack.up(program()), "created");
            await bench.stack.assertSettled(program());
            assert.deepEqual(
                [await virsh("dumpxml", "few", "--inactive"), await virsh("dumpxml", "few")],
                [definition, running],
            );
        });
    });

    describe("new pairs of one program", () => {
        it("need four root ports: the second pair is refused where two are free", async () => {
            await start(guestWithPorts(2));
            const hooks = bench.stack.hooks();
            assert.deepEqual(await failuresOf(pair("net0", "52:54:00:aa:bb:01"), hooks), []);
            const { failures } = await bench.stack.check(pair("net1", "52:54:00:aa:bb:02"), hooks);
            assert.deepEqual(failures.map(inShort), ["domain root-ports-are-free"]);
            assert.equal(failures[0]?.facts["found"], 2);
            assertNamesIn(failures[0].text, "need 4", "net0 on few", "net1 on few");
        });

        it("are both attached where four are free, also where the second is checked after the first is attached", async () => {
            await start(guestWithPorts(4));
            const hooks = bench.stack.hooks();
            for (const program of [pair("net0", "52:54:00:aa:bb:01"), pair("net1", "52:54:00:aa:bb:02")]) {
                const inputs = await bench.stack.checked(program, hooks);
                await hooks.create({ ...inputs, __provider: "hooks" });
            }
            assert.deepEqual(await aliasesOf("few"), ["ua-net0", "ua-net0-vf", "ua-net1", "ua-net1-vf"]);
        });

        it("need two root ports beside a pair that is adopted", async () => {
            await start(guestWithPorts(3, teamXml("net0", { mac: MAC })));
            const hooks = bench.stack.hooks();
            assert.deepEqual(await failuresOf({ ...pair("net0", MAC), adopt: true }, hooks), []);
            assert.deepEqual(await failuresOf(pair("net1", "52:54:00:aa:bb:02"), hooks), [
                "domain root-ports-are-free 1",
            ]);
        });
    });
});
