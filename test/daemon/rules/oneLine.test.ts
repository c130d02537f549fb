import assert from "node:assert/strict";
import { guestXml, startHost, type Host } from "../../../lab/host";
import { does } from "../../support/byVersion";

const half = (source: string, inside = ""): string =>
    `<interface type='network'><source network='n' ${source}/>${inside}</interface>`;
const port = (profile: string): string =>
    `<virtualport type='802.1Qbh'><parameters profileid='${profile}'/></virtualport>`;
const HOSTDEV = "<forward mode='hostdev'><pf dev='enp7s0f0'/></forward>";

/** Texts of a guest's interface, by the attribute that has them. */
const halves: Readonly<Record<string, (text: string) => string>> = {
    network: (text) => `<interface type='network'><source network='${text}'/></interface>`,
    portgroup: (text) => half(`portgroup='${text}'`),
    bridge: (text) => `<interface type='bridge'><source bridge='${text}'/></interface>`,
    dev: (text) => `<interface type='direct'><source dev='${text}' mode='bridge'/></interface>`,
    filter: (text) => half("", `<filterref filter='${text}'/>`),
    profileid: (text) => half("", port(text)),
    file: (text) => half("", `<rom file='/${text}'/>`),
};
const pools: Readonly<Record<string, (text: string) => string>> = {
    "pf dev": (text) => `<forward mode='hostdev'><pf dev='${text}'/></forward>`,
    "portgroup name": (text) => `${HOSTDEV}<portgroup name='${text}'/>`,
    "parameters profileid": (text) => `${HOSTDEV}${port(text)}`,
};
const CHANGED = ["&#9;", "&#10;", "&#13;"];

/** What the rules half-source-is-one-line, half-text-is-one-line and pool-text-is-one-line rest on. */
describe("a tab and the end of a line in an attribute", () => {
    let host: Host;
    before(async () => {
        host = await startHost();
    });
    after(() => host.stop());

    it("are taken, and are a blank when the daemon starts again", async () => {
        const expected: string[] = [];
        const objects: (readonly [dump: string, name: string])[] = [];
        for (const [at, character] of CHANGED.entries()) {
            const text = (attribute: string): string => `${attribute.replace(" ", "-")}${at}${character}z`;
            const interfaces = Object.entries(halves).map(([attribute, make]) => make(text(attribute)));
            await host.virsh("define", await host.file(guestXml(`g${at}`, { interfaces })));
            objects.push(["dumpxml", `g${at}`]);
            for (const attribute of Object.keys(halves))
                expected.push(`${attribute}='${attribute === "file" ? "/" : ""}${attribute}${at} z'`);
            for (const [number, [attribute, make]] of Object.entries(pools).entries()) {
                const name = `p${at}${number}`;
                const xml = `<network><name>${name}</name>${make(text(attribute))}</network>`;
                await host.virsh("net-define", await host.file(xml));
                objects.push(["net-dumpxml", name]);
                expected.push(`${attribute}='${attribute.replace(" ", "-")}${at} z'`);
            }
        }
        await host.restart();
        const dumps = await Promise.all(objects.map(([dump, name]) => host.virsh(dump, "--inactive", name)));
        const all = dumps.join("");
        assert.deepEqual(
            expected.filter((one) => !all.includes(one)),
            [],
        );
    });

    it("leave a network whose name has U+000D, and it is gone when the daemon starts again", async () => {
        await host.virsh("net-define", await host.file(`<network><name>q&#13;r</name>${HOSTDEV}</network>`));
        assert.match(await host.virsh("net-list", "--all", "--name"), /q\rr/);
        await host.restart();
        assert.doesNotMatch(await host.virsh("net-list", "--all", "--name"), /q/);
    });
});

/** What the rule persistent-word-is-known rests on. */
describe("a word that a closed list does not have", () => {
    let host: Host;
    before(async () => {
        host = await startHost();
    });
    after(() => host.stop());

    const words = {
        txmode: [
            half("", "<model type='virtio'/><driver name='qemu' txmode='bogus'/>"),
            "Invalid value for attribute 'txmode' in element 'driver': 'bogus'",
            "Unknown interface <driver txmode='bogus'> has been specified",
        ],
        mode: [
            "<interface type='direct'><source dev='eth0' mode='bogus'/></interface>",
            "Invalid value for attribute 'mode' in element 'source': 'bogus'",
            "Unknown mode has been specified",
        ],
    } as const;
    for (const [attribute, [xml, named, unnamed]] of Object.entries(words))
        it(`is refused: ${attribute}`, async () => {
            await assert.rejects(
                host.virsh("define", await host.file(guestXml("c", { interfaces: [xml] }))),
                new RegExp(does("namesAttributes") ? named : unnamed),
            );
        });
});
