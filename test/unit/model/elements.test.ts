import assert from "node:assert/strict";
import { hostdevNetwork, type HostdevNetwork } from "../../../provider/model/hostdevNetwork";
import { nic, type Nic } from "../../../provider/model/interface";
import { decode, encode, isElement, read, type Fields, type Table, type XmlNode } from "../../../provider/xml";
import { interfaces, networks } from "./documents";

/** The tree with attributes in one order, which XML does not mind. */
const sorted = ({ name, attrs, children }: XmlNode): XmlNode => ({
    name,
    attrs: Object.fromEntries(Object.entries(attrs).sort(([a], [b]) => (a < b ? -1 : 1))),
    children: children.map((child) => (isElement(child) ? sorted(child) : child)),
});

describe("a network as libvirt prints it", () => {
    for (const [says, xml, model] of networks) {
        it(`${says}: is read`, () => {
            assert.deepEqual(decode(hostdevNetwork, read(xml)), { model, unread: [] });
        });
        it(`${says}: is written, element by element in libvirt's order`, () => {
            assert.deepEqual(sorted(encode(hostdevNetwork, model)), sorted(read(xml)));
        });
    }
});

describe("an interface as libvirt prints it", () => {
    for (const [says, xml, model] of interfaces) {
        it(`${says}: is read`, () => {
            assert.deepEqual(decode(nic, read(xml)), { model, unread: [] });
        });
        it(`${says}: is written, element by element in libvirt's order`, () => {
            assert.deepEqual(sorted(encode(nic, model)), sorted(read(xml)));
        });
    }
});

describe("every field of every table stands in a document", () => {
    /** The values that the documents have for a field, in full. */
    const used = (models: readonly (HostdevNetwork | Nic)[], table: Table<Fields>): readonly string[] =>
        unused(table, models, table.name);

    function unused(table: Table<Fields>, models: readonly object[], at: string): readonly string[] {
        return Object.entries(table.fields).flatMap(([key, field]) => {
            const values = models
                .map((model) => (model as Readonly<Record<string, unknown>>)[key])
                .filter((value) => value !== undefined)
                .flatMap((value) => (field.kind === "list" && Array.isArray(value) ? (value as unknown[]) : [value]));
            if (values.length === 0) return [`${at}/${key}`];
            if (field.kind !== "node" && field.kind !== "list") return [];
            const full = values.map((value) => (field.short?.expand(value) ?? value) as object);
            return unused(field.table, full, `${at}/${key}`);
        });
    }

    it("of a network", () => {
        // a pool's address has no other functions beside it
        const nowhere = ["network/addresses/multifunction"];
        assert.deepEqual(
            used(
                networks.map(([, , model]) => model),
                hostdevNetwork,
            ),
            nowhere,
        );
    });

    it("of an interface", () => {
        // the text of an address does not carry it; it stays on the host: see amend
        const nowhere = ["interface/address/multifunction", "interface/guestAddress/multifunction"];
        assert.deepEqual(
            used(
                interfaces.map(([, , model]) => model),
                nic,
            ),
            nowhere,
        );
    });
});
