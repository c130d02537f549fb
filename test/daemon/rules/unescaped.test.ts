import assert from "node:assert/strict";
import { guestXml, startHost, type Host } from "../../../lab/host";

const half = (inside: string): string => `<interface type='network'><source network='n'/>${inside}</interface>`;
const profile = (id: string): string => `<virtualport type='802.1Qbh'><parameters profileid='${id}'/></virtualport>`;
const pool = (inside: string): string =>
    `<network><name>p</name><forward mode='hostdev'><pf dev='enp7s0f0'/></forward>${inside}</network>`;

/** What the rules half-name-has-no-markup and pool-name-has-no-markup rest on. */
describe("a name that libvirt writes without escaping it", () => {
    let host: Host;
    before(async () => {
        host = await startHost();
    });
    after(() => host.stop());

    const cases: readonly (readonly [what: string, name: string, define: string, dump: string, xml: string])[] = [
        ["a filter", "g", "define", "dumpxml", guestXml("g", { interfaces: [half("<filterref filter='a&lt;b'/>")] })],
        [
            "a port profile of a guest",
            "g",
            "define",
            "dumpxml",
            guestXml("g", {
                interfaces: [`<interface type='network'><source network='n'/>${profile("a&amp;b")}</interface>`],
            }),
        ],
        ["a portgroup", "p", "net-define", "net-dumpxml", pool("<portgroup name='a&apos;b'/>")],
        ["a port profile of a network", "p", "net-define", "net-dumpxml", pool(profile("a&lt;b"))],
    ];
    for (const [what, name, define, dump, xml] of cases)
        it(`${what} is taken, and its owner is gone when the daemon starts again`, async () => {
            await host.virsh(define, await host.file(xml));
            await host.virsh(dump, "--inactive", name);
            await host.restart();
            await assert.rejects(host.virsh(dump, "--inactive", name), /failed to get (domain|network)/);
        });

    it("makes a third interface of what follows it", async () => {
        const filter =
            "x&apos;/&gt;&lt;/interface&gt;&lt;interface type=&apos;user&apos;&gt;&lt;filterref filter=&apos;y";
        await host.virsh(
            "define",
            await host.file(guestXml("h", { interfaces: [half(`<filterref filter='${filter}'/>`)] })),
        );
        await host.restart();
        const interfaces = (await host.virsh("dumpxml", "--inactive", "h")).match(/<interface /g) ?? [];
        assert.equal(interfaces.length, 2);
    });
});
