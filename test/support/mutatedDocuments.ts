import assert from "node:assert/strict";
import { guestXml } from "../../lab/host";
import { judgeDocument } from "../../provider/documents";
import { formatFinding } from "../../provider/rules";
import { XmlMalformed } from "../../provider/xml";
import { mutated, numbersFrom } from "./mutations";
import { teamXml } from "./teamXml";

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

/** Changes documents at random, and judges each. @throws Error with the first that is not read as it should be */
export function judgeMutated({ seed, count }: { readonly seed: number; readonly count: number }): {
    readonly malformed: number;
    readonly judged: number;
} {
    const next = numbersFrom(seed);
    const counts = { malformed: 0, judged: 0 };
    for (let number = 0; number < count; number += 1) {
        const text = mutated(DOCUMENTS[number % DOCUMENTS.length] ?? "", next);
        try {
            counts[judged(text)] += 1;
        } catch (error) {
            throw new Error(`document ${number} of seed ${seed}: ${JSON.stringify(text)}`, { cause: error });
        }
    }
    return counts;
}
