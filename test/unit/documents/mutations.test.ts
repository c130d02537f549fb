import assert from "node:assert/strict";
import { guestXml } from "../../../lab/host";
import { judgeDocument } from "../../../provider/documents";
import { formatFinding } from "../../../provider/rules";
import { XmlMalformed } from "../../../provider/xml";
import { mutated, numbersFrom } from "../../support/mutations";
import { teamXml } from "../../support/teamXml";

/** How many documents, and where the row of them begins: another seed makes others. */
const COUNT = Number(process.env["MUTATIONS"] ?? 20_000);
const SEED = Number(process.env["SEED"] ?? 1);

const [persistent, transient] = teamXml("net0", { mac: "52:54:00:aa:bb:01" });
const DOCUMENTS: readonly string[] = [
    `<network ipv6='yes'><name>p</name><uuid>11111111-1111-4111-8111-111111111111</uuid><metadata><o:n xmlns:o='u'>x</o:n></metadata>
<forward mode='hostdev' managed='yes'><driver name='vfio'/><pf dev='enp7s0f0'/></forward><vlan><tag id='42'/></vlan>
<virtualport type='802.1Qbh'><parameters profileid='fast'/></virtualport><portgroup name='a' default='yes'><vlan><tag id='7'/></vlan></portgroup></network>`,
    "<network><name>p</name><forward mode='hostdev'><address type='pci' domain='0x0000' bus='0x07' slot='0x10' function='0x1'/></forward></network>",
    guestXml("web1", { interfaces: [persistent, transient] }),
    transient,
    `<hostdev mode='subsystem' type='pci' managed='yes'><source><address domain='0' bus='7' slot='16' function='1'/></source><teaming type='transient' persistent='ua-net0'/></hostdev>`,
];

/** What becomes of a document. */
function judged(text: string): "malformed" | "judged" {
    let document;
    try {
        document = judgeDocument(text);
    } catch (error) {
        // whatever else is thrown is a mistake of ours
        if (error instanceof XmlMalformed) return "malformed";
        throw error;
    }
    for (const failure of document.failures) assert.ok(formatFinding(failure).length > 0);
    const canonical = document.canonical();
    const again = judgeDocument(canonical);
    assert.equal(again.canonical(), canonical);
    // what libvirt drops of an address is not written again
    const found = document.failures.map(({ rule }) => rule);
    const more = again.failures.map(({ rule }) => rule).filter((rule) => !found.includes(rule));
    assert.deepEqual(more, []);
    return "judged";
}

describe("a document that was changed at random", () => {
    it("is malformed, or judged, and reads the same as this library writes it", () => {
        const next = numbersFrom(SEED);
        const counts = { malformed: 0, judged: 0 };
        for (let number = 0; number < COUNT; number += 1) {
            const text = mutated(DOCUMENTS[number % DOCUMENTS.length] ?? "", next);
            try {
                counts[judged(text)] += 1;
            } catch (error) {
                throw new Error(`document ${number} of seed ${SEED}: ${JSON.stringify(text)}`, { cause: error });
            }
        }
        // a generator that made nothing but broken XML would try nothing
        assert.ok(counts.judged > COUNT / 3, JSON.stringify(counts));
        console.log(`    ${COUNT} documents: ${counts.malformed} malformed, ${counts.judged} judged`);
    });
});
