import assert from "node:assert/strict";
import fc from "fast-check";
import { hostdevNetwork } from "../../../provider/model/hostdevNetwork";
import { nic } from "../../../provider/model/interface";
import {
    amend,
    decode,
    encode,
    isElement,
    read,
    write,
    type Fields,
    type Table,
    type XmlNode,
} from "../../../provider/xml";
import { modelOf, tree, type Values } from "../../support/arbitrary";
import { tables } from "../../support/tables";

/** Names that no table has. */
const STRANGE = "strange";
const isStrange = (child: XmlNode | string): boolean => isElement(child) && child.name === STRANGE;

/** Elements that a list without a key writes anew. */
const isRewritten = (table: Table<Fields>, path: string): boolean =>
    Object.values(table.fields).some(
        (field) => field.path === path && field.kind === "list" && field.facts.key === undefined,
    );

/** The tree with an attribute and an element in each of its elements that no table describes. */
function withStrangers(table: Table<Fields>, node: XmlNode, stranger: XmlNode, path = ""): XmlNode {
    const children = node.children.map((child) => {
        if (!isElement(child)) return child;
        const at = path === "" ? child.name : `${path}/${child.name}`;
        const own = Object.values(table.fields).find((field) => field.path === at);
        if (own?.kind === "raw" || isRewritten(table, at)) return child;
        return own?.kind === "node" || own?.kind === "list"
            ? withStrangers(own.table, child, stranger)
            : withStrangers(table, child, stranger, at);
    });
    const isText = Object.values(table.fields).some((field) => field.kind === "leaf" && field.path === path);
    return {
        name: node.name,
        attrs: { ...node.attrs, [STRANGE]: "1" },
        children: isText ? children : [{ ...stranger, name: STRANGE }, ...children],
    };
}

const asked = (model: Values, fields: Fields): Values =>
    Object.fromEntries(Object.entries(model).filter(([key]) => fields[key]?.facts.generated !== true));

describe("amend", () => {
    for (const [path, table] of tables) {
        const model = modelOf(table.fields);

        it(`${path}: by what is there changes nothing at all, known or not`, () => {
            fc.assert(
                fc.property(model, tree, (have, stranger) => {
                    const host = withStrangers(table, encode(table, have), stranger);
                    assert.deepEqual(amend(table, host, have), host);
                }),
            );
        });

        it(`${path}: brings what is wanted, beside what libvirt generated`, () => {
            fc.assert(
                fc.property(model, model, (have, want) => {
                    const amended = decode(table, read(write(amend(table, encode(table, have), want))));
                    assert.deepEqual(amended.unread, []);
                    // below the top, what libvirt generated there stays too: see the cases
                    const top = Object.keys(asked(amended.model, table.fields)).sort();
                    assert.deepEqual(top, Object.keys(asked(want, table.fields)).sort());
                    for (const [key, field] of Object.entries(table.fields))
                        if (field.kind === "leaf" && want[key] !== undefined)
                            assert.deepEqual((amended.model as Values)[key], want[key]);
                }),
            );
        });

        it(`${path}: brings exactly what is wanted where everything there was our own wish`, () => {
            fc.assert(
                fc.property(model, model, (have, want) => {
                    const noRaw = (m: Values): Values => ({ ...m, metadata: undefined });
                    const [was, wanted] = [noRaw(have), noRaw(want)];
                    const amended = amend(table, encode(table, was), wanted, was);
                    assert.deepEqual(decode(table, amended).model, decode(table, encode(table, wanted)).model);
                }),
            );
        });

        const madeFor = Object.entries(table.fields).filter(([, { facts }]) => facts.generatedFor !== undefined);
        for (const [key, { facts }] of madeFor)
            it(`${path}: keeps a generated ${key} exactly as long as its ${String(facts.generatedFor)}`, () => {
                fc.assert(
                    fc.property(model, model, fc.boolean(), (have, want, same) => {
                        const made = String(facts.generatedFor);
                        const value = same ? have[made] : want[made];
                        const wanted = Object.fromEntries(
                            Object.entries({ ...want, [made]: value, [key]: undefined }).filter(
                                ([, v]) => v !== undefined,
                            ),
                        );
                        const amended = decode(table, amend(table, encode(table, have), wanted)).model as Values;
                        assert.deepEqual(amended[key], have[made] === value ? have[key] : undefined);
                    }),
                );
            });

        it(`${path}: leaves the strangers of its own element, and done twice is done once`, () => {
            fc.assert(
                fc.property(model, model, tree, (have, want, stranger) => {
                    const host = withStrangers(table, encode(table, have), stranger);
                    const once = amend(table, host, want);
                    assert.equal(once.attrs[STRANGE], "1");
                    assert.deepEqual(once.children.filter(isStrange), [{ ...stranger, name: STRANGE }]);
                    assert.deepEqual(amend(table, once, want), once);
                    assert.deepEqual(
                        host,
                        withStrangers(table, encode(table, have), stranger),
                        "the given tree is untouched",
                    );
                }),
            );
        });

        it(`${path}: makes elements in the order of the table`, () => {
            fc.assert(
                fc.property(model, (want) => {
                    const first = (fields: Fields, name: string): number =>
                        Object.values(fields).findIndex((field) => field.path.split("/")[0] === name);
                    const names = encode(table, want)
                        .children.filter(isElement)
                        .map((child) => child.name);
                    const ranks = names.map((name) => first(table.fields, name));
                    assert.deepEqual(
                        ranks,
                        ranks.toSorted((a, b) => a - b),
                    );
                }),
            );
        });
    }
});

type Case = readonly [says: string, before: string, want: Values, after: string, was?: Values];

function amends(table: Table<Fields>, cases: readonly Case[]): void {
    for (const [says, before, want, after, was] of cases) {
        it(says, () => {
            const start = table.name === "interface" ? 'interface type="network"' : table.name;
            const rooted = (inside: string): XmlNode => read(`<${start}>${inside}</${table.name}>`);
            assert.deepEqual(amend(table, rooted(before), want, was), rooted(after));
        });
    }
}

describe("amend of a network", () => {
    const named = { name: "n" };
    amends(hostdevNetwork, [
        [
            "makes what was not there at its place",
            "<name>n</name><port/>",
            { ...named, pf: "e" },
            '<name>n</name><forward><pf dev="e"/></forward>' + "<port/>",
        ],
        [
            "empties what it needs no more, and the elements around it",
            '<name>n</name><forward><pf dev="e"/></forward>',
            named,
            "<name>n</name>",
        ],
        [
            "keeps elements that still carry something",
            '<name>n</name><forward x="1"><pf dev="e"/></forward>',
            named,
            '<name>n</name><forward x="1"/>',
        ],
        ["changes a text in place", "<uuid>u</uuid><name>old</name>", named, "<uuid>u</uuid><name>n</name>"],
        ["keeps what libvirt generated", "<name>n</name><uuid>u</uuid>", named, "<name>n</name><uuid>u</uuid>"],
        [
            "removes it where it was our wish",
            "<name>n</name><uuid>u</uuid>",
            named,
            "<name>n</name>",
            { ...named, uuid: "u" },
        ],
        [
            "keeps the user's metadata",
            '<name>n</name><metadata><a:b xmlns:a="u"/></metadata>',
            named,
            '<name>n</name><metadata><a:b xmlns:a="u"/></metadata>',
        ],
        [
            "keeps what else a portgroup has, and drops one that is not wanted",
            '<name>n</name><portgroup name="a"/><portgroup name="b" x="1"><y/></portgroup>',
            { ...named, portgroups: [{ name: "b", default: true }, { name: "c" }] },
            '<name>n</name><portgroup name="b" x="1" default="yes"><y/></portgroup><portgroup name="c"/>',
        ],
        [
            "keeps what libvirt generated inside a portgroup",
            '<name>n</name><portgroup name="a"><virtualport><parameters interfaceid="i"/></virtualport></portgroup>',
            { ...named, portgroups: [{ name: "a", virtualport: {} }] },
            '<name>n</name><portgroup name="a"><virtualport><parameters interfaceid="i"/></virtualport></portgroup>',
        ],
        [
            "removes it there too where it was our wish",
            '<name>n</name><portgroup name="a"><virtualport><parameters interfaceid="i"/></virtualport></portgroup>',
            { ...named, portgroups: [{ name: "a", virtualport: {} }] },
            '<name>n</name><portgroup name="a"><virtualport/></portgroup>',
            { ...named, portgroups: [{ name: "a", virtualport: { interfaceid: "i" } }] },
        ],
        [
            "drops what libvirt generated for another type",
            '<name>n</name><virtualport type="openvswitch" x="1"><parameters interfaceid="i" profileid="p"/></virtualport>',
            { ...named, virtualport: { type: "802.1Qbh", profileid: "p" } },
            '<name>n</name><virtualport type="802.1Qbh" x="1"><parameters profileid="p"/></virtualport>',
        ],
        [
            "drops what libvirt generated for a type that is wanted no more",
            '<name>n</name><virtualport type="openvswitch"><parameters interfaceid="i"/></virtualport>',
            { ...named, virtualport: {} },
            "<name>n</name><virtualport/>",
        ],
        [
            "writes what was wished beside the new type",
            '<name>n</name><virtualport type="openvswitch"><parameters interfaceid="i"/></virtualport>',
            { ...named, virtualport: { type: "midonet", interfaceid: "j" } },
            '<name>n</name><virtualport type="midonet"><parameters interfaceid="j"/></virtualport>',
        ],
        [
            "removes a list that is wanted empty",
            '<name>n</name><portgroup name="a"/>',
            { ...named, portgroups: [] },
            "<name>n</name>",
        ],
        [
            "writes addresses anew, in the order that is wanted, where the first was",
            '<name>n</name><forward><a/><address type="pci" domain="0" bus="7" slot="16" function="0" x="1"/><z/></forward>',
            { ...named, addresses: ["0000:07:10.1", "0000:07:10.0"] },
            "<name>n</name><forward><a/>" +
                '<address type="pci" domain="0x0000" bus="0x07" slot="0x10" function="0x1"/>' +
                '<address type="pci" domain="0x0000" bus="0x07" slot="0x10" function="0x0"/><z/></forward>',
        ],
    ]);
});

describe("amend of an interface", () => {
    const type = "network";
    amends(nic, [
        [
            "moves it to another source",
            '<source network="a" portgroup="p"/><model type="virtio"/>',
            { type, bridge: "br0", model: "virtio" },
            '<source bridge="br0"/><model type="virtio"/>',
        ],
        [
            "keeps what it does not describe, in its place",
            '<mac address="m"/><tune><sndbuf>0</sndbuf></tune><mtu size="1500"/>',
            { type, mtu: 9000 },
            '<mac address="m"/><tune><sndbuf>0</sndbuf></tune><mtu size="9000"/>',
        ],
        [
            "keeps the guest's address and what only libvirt says of it",
            '<address type="pci" domain="0x0000" bus="0x05" slot="0x00" function="0x0" multifunction="on"/>',
            { type, guestAddress: "0000:06:00.0" },
            '<address type="pci" domain="0x0000" bus="0x06" slot="0x00" function="0x0" multifunction="on"/>',
        ],
        [
            "gives each of several parameters of one name its own element, and keeps what else is in it",
            '<filterref filter="f"><parameter name="IP" value="1" x="1"/><parameter name="A" value="0"/>' +
                '<parameter name="IP" value="2" x="2"/></filterref>',
            {
                type,
                filterref: {
                    filter: "f",
                    parameters: [
                        { name: "IP", value: "3" },
                        { name: "IP", value: "2" },
                        { name: "IP", value: "4" },
                    ],
                },
            },
            '<filterref filter="f"><parameter name="IP" value="3" x="1"/><parameter name="IP" value="2" x="2"/>' +
                '<parameter name="IP" value="4"/></filterref>',
        ],
        ["drops a whole element that is not wanted", '<driver name="vhost"><host csum="on"/></driver>', { type }, ""],
        [
            "leaves one half of an element alone that two fields share",
            '<teaming type="transient" persistent="ua-a"/>',
            { type, teaming: "transient" },
            '<teaming type="transient"/>',
        ],
    ]);
});
