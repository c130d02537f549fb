import assert from "node:assert/strict";
import { hostdevNetwork } from "../../../provider/hostdevNetwork";
import type { Properties } from "../../../provider/lifecycle/kind";
import { argumentFailures } from "../../../provider/rules";
import { judgeDocument } from "../../../provider/documents";
import { teamedNic } from "../../../provider/teamedNic";
import { fit, read, write, type XmlNode } from "../../../provider/xml";
import { interfaces, networks } from "../model/documents";

/** Names that every object of JavaScript has. */
const OWN_NAMES = ["toString", "valueOf", "constructor", "hasOwnProperty", "__proto__", "__defineGetter__"];

/** The value with each of its texts in turn replaced by another. */
function withEachText(value: unknown, text: string): readonly unknown[] {
    if (typeof value === "string") return [text];
    if (typeof value !== "object" || value === null) return [];
    return Object.entries(value).flatMap(([key, inner]) =>
        withEachText(inner, text).map((changed) =>
            Array.isArray(value) ? value.with(Number(key), changed) : { ...value, [key]: changed },
        ),
    );
}

const virtualport = { type: "openvswitch", profileid: "p" };
const pool = {
    uri: "test:///a",
    name: "p",
    mode: "hostdev",
    pf: "eth0",
    virtualport,
    portgroups: [{ name: "g", virtualport }],
};
const half = {
    network: "p",
    alias: "ua-a",
    virtualport,
    portgroup: "g",
    link: "up",
    driver: { name: "vhost", txmode: "iothread" },
};
const pair = {
    uri: "test:///a",
    name: "n",
    domain: "d",
    mac: "52:54:00:00:00:01",
    persistent: half,
    transient: half,
    apply: "live",
};

describe("JavaScript's own names", () => {
    for (const name of OWN_NAMES) {
        for (const [kind, args] of [
            [hostdevNetwork, pool],
            [teamedNic, pair],
        ] as const)
            it(`are values like others in each argument of a ${kind.title}: ${name}`, () => {
                const all = withEachText(args, name);
                assert.ok(all.length > 7, String(all.length));
                for (const changed of all as readonly Properties[]) {
                    const { value, misfits } = fit(kind.fields, kind.withDefaults(changed), () => false);
                    const blocked = misfits.map(({ path }) => path);
                    const failures = [...argumentFailures(misfits), ...kind.judge(value as never, blocked)];
                    for (const { found } of failures)
                        assert.notEqual(typeof found, "function", JSON.stringify(changed));
                }
            });

        it(`are values like others in each attribute of a document: ${name}`, () => {
            for (const [, xml] of [...networks, ...interfaces])
                for (const changed of withEachAttribute(read(xml), name)) judgeDocument(write(changed));
        });
    }
});

/** The element with each attribute in turn, of it and of what is in it, replaced by a text. */
function withEachAttribute(node: XmlNode, text: string): readonly XmlNode[] {
    const here = Object.keys(node.attrs).map((key) => ({ ...node, attrs: { ...node.attrs, [key]: text } }));
    const below = node.children.flatMap((child, i) =>
        typeof child === "string"
            ? []
            : withEachAttribute(child, text).map((one) => ({ ...node, children: node.children.with(i, one) })),
    );
    return [...here, ...below];
}
