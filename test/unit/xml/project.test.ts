import assert from "node:assert/strict";
import fc from "fast-check";
import { hostdevNetwork } from "../../../provider/model/hostdevNetwork";
import { nic } from "../../../provider/model/interface";
import { argument, project, text, type Fields } from "../../../provider/xml";
import { modelOf, type Values } from "../../support/arbitrary";
import { tables } from "../../support/tables";

const isGenerated = ({ facts }: Fields[string]): boolean => facts.generated === true;

describe("project: where host and program agree, the result is what was said", () => {
    for (const [path, table] of tables) {
        it(`${path}, to the letter`, () => {
            fc.assert(
                fc.property(modelOf(table.fields), (said) => {
                    assert.deepEqual(project(table.fields, said, said), said);
                }),
            );
        });

        it(`${path}, whatever libvirt generates beside it`, () => {
            const generated = Object.fromEntries(
                Object.entries(table.fields).filter(([, field]) => isGenerated(field)),
            );
            const said = modelOf(table.fields, (field) => !isGenerated(field));
            fc.assert(
                fc.property(said, modelOf(generated), (said, generated) => {
                    assert.deepEqual(project(table.fields, said, { ...said, ...generated }), said);
                }),
            );
        });
    }
});

/** A filter with parameters such as `IP=10.0.0.1`. */
const filter = (...parameters: readonly string[]): Values => ({
    filterref: {
        filter: "f",
        parameters: parameters.map((parameter) => {
            const [name = "", value = ""] = parameter.split("=");
            return { name, value };
        }),
    },
});

describe("project", () => {
    const vlans = { tags: [42, 43], trunk: true };
    const cases: readonly (readonly [says: string, fields: Fields, said: Values, host: Values, seen: Values])[] = [
        ["shows what somebody changed", nic.fields, { mtu: 1500 }, { mtu: 9000 }, { mtu: 9000 }],
        ["shows what somebody removed as not there", nic.fields, { mtu: 1500 }, {}, {}],
        ["shows what somebody added", nic.fields, {}, { mtu: 9000 }, { mtu: 9000 }],
        ["shows a removed value as what its absence means", nic.fields, { link: "down" }, {}, { link: "up" }],
        ["keeps a default that was said and is not printed", nic.fields, { link: "up" }, {}, { link: "up" }],
        [
            "does not show a default that was not said",
            nic.fields,
            {},
            { link: "up", isolated: false, mode: "vepa" },
            {},
        ],
        ["does not show what libvirt generated", nic.fields, {}, { mac: "52:54:00:00:00:01", target: "tap0" }, {}],
        [
            "shows a change of what was said and libvirt would generate",
            nic.fields,
            { target: "a" },
            { target: "b" },
            { target: "b" },
        ],
        ["looks into a short form", nic.fields, { vlan: 42 }, { vlan: vlans }, { vlan: vlans }],
        ["and back", nic.fields, { vlan: vlans }, { vlan: 42 }, { vlan: 42 }],
        ["keeps a list that was said empty", hostdevNetwork.fields, { portgroups: [] }, {}, { portgroups: [] }],
        [
            "shows what came into it",
            hostdevNetwork.fields,
            { portgroups: [] },
            { portgroups: [{ name: "a" }] },
            { portgroups: [{ name: "a" }] },
        ],
        [
            "keeps an element that was said empty",
            nic.fields,
            { bandwidth: { inbound: {} } },
            {},
            { bandwidth: { inbound: {} } },
        ],
        ["shows one that was not empty as not there", nic.fields, { bandwidth: { inbound: { peak: 1 } } }, {}, {}],
        [
            "ignores the order of what has a key",
            hostdevNetwork.fields,
            { portgroups: [{ name: "a" }, { name: "b" }] },
            { portgroups: [{ name: "b" }, { name: "a", default: false }] },
            { portgroups: [{ name: "a" }, { name: "b" }] },
        ],
        [
            "shows added items last and removed ones not at all",
            hostdevNetwork.fields,
            { portgroups: [{ name: "a" }, { name: "b" }] },
            { portgroups: [{ name: "c" }, { name: "b", vlan: 3 }] },
            { portgroups: [{ name: "b", vlan: 3 }, { name: "c" }] },
        ],
        [
            "answers each of several items of one key once, in their order",
            nic.fields,
            filter("IP=1", "A=0", "IP=2", "IP=2"),
            filter("A=0", "IP=1", "IP=2", "IP=2"),
            filter("IP=1", "A=0", "IP=2", "IP=2"),
        ],
        [
            "shows that one of several items of one key is changed, gone or new",
            nic.fields,
            filter("IP=1", "IP=2", "A=0"),
            filter("A=0", "A=5", "IP=3"),
            filter("IP=3", "A=0", "A=5"),
        ],
        ["keeps one queue that was said", nic.fields, { driver: { queues: 1 } }, {}, { driver: { queues: 1 } }],
        [
            "keeps rates of nothing that were said",
            nic.fields,
            { bandwidth: { inbound: { average: 9, peak: 0, burst: 0, floor: 0 } } },
            { bandwidth: { inbound: { average: 9 } } },
            { bandwidth: { inbound: { average: 9, peak: 0, burst: 0, floor: 0 } } },
        ],
        [
            "minds the order of addresses, from which VFs are given out",
            hostdevNetwork.fields,
            { addresses: ["0000:07:10.0", "0000:07:10.1"] },
            { addresses: ["0000:07:10.1", "0000:07:10.0"] },
            { addresses: ["0000:07:10.1", "0000:07:10.0"] },
        ],
        ["looks for no argument on the host", { uri: argument(text) }, { uri: "a" }, { uri: "b" }, { uri: "a" }],
        ["knows nothing of what no table describes", nic.fields, {}, { novel: 1 }, {}],
    ];
    for (const [says, fields, said, host, seen] of cases) {
        it(says, () => {
            assert.deepEqual(project(fields, said, host), seen);
        });
    }
});
