import assert from "node:assert/strict";
import { levels } from "../../../provider/rules";
import fc from "fast-check";
import { hostdevNetworkFields } from "../../../provider/hostdevNetwork/args";
import { hostdevNetwork } from "../../../provider/model/hostdevNetwork";
import { decode, encode, fit, read, write, type Misfit } from "../../../provider/xml";
import { modelOf, type Values } from "../../support/arbitrary";
import { tables } from "../../support/tables";

const nothing = (): boolean => false;
/** A program cannot say a `<metadata>`: that is the user's own on the host. */
const sayable = ({ kind }: { readonly kind: string }): boolean => kind !== "raw";

describe("fit leaves canonical values as they are", () => {
    for (const [path, table] of tables) {
        it(path, () => {
            fc.assert(
                fc.property(modelOf(table.fields, sayable), (model) => {
                    assert.deepEqual(fit(table.fields, model, nothing), { value: model, misfits: [], unknown: [] });
                }),
            );
        });
    }
});

const fields = hostdevNetwork.fields;
const pool = { name: "p" };

describe("fit makes values canonical", () => {
    const cases: readonly (readonly [says: string, said: Values, canonical: Values])[] = [
        ["null is nothing, as in JSON", { ...pool, pf: null }, pool],
        ["undefined is nothing", { ...pool, pf: undefined }, pool],
        ["a vlan with one tag is its id", { ...pool, vlan: { tags: [42] } }, { ...pool, vlan: 42 }],
        [
            "also when it says that it is no trunk",
            { ...pool, vlan: { trunk: false, tags: [{ id: 42 }] } },
            { ...pool, vlan: 42 },
        ],
        [
            "several tags are a trunk",
            { ...pool, vlan: { tags: [1, { id: 2 }] } },
            { ...pool, vlan: { trunk: true, tags: [1, 2] } },
        ],
        [
            "a native mode stays",
            { ...pool, vlan: { tags: [{ id: 1, nativeMode: "tagged" }] } },
            { ...pool, vlan: { tags: [{ id: 1, nativeMode: "tagged" }] } },
        ],
        ["a driver with a name only is its name", { ...pool, driver: { name: "vfio" } }, { ...pool, driver: "vfio" }],
        ["addresses get lspci's form", { ...pool, addresses: ["0:7:1F.1"] }, { ...pool, addresses: ["0000:07:1f.1"] }],
        [
            "at any depth",
            { ...pool, portgroups: [{ name: "a", vlan: { tags: [{ id: 3 }] } }] },
            { ...pool, portgroups: [{ name: "a", vlan: 3 }] },
        ],
    ];
    for (const [says, said, canonical] of cases) {
        it(says, () => {
            assert.deepEqual(fit(fields, said, nothing), { value: canonical, misfits: [], unknown: [] });
        });
    }

    it("as XML brings them back, and the second time nothing changes", () => {
        const said = { ...pool, vlan: { tags: [{ id: 7 }] }, addresses: ["0:7:10.1"], driver: { name: "vfio" } };
        const { value } = fit(fields, said, nothing);
        const model = value as Parameters<typeof encode<typeof fields>>[1];
        assert.deepEqual(decode(hostdevNetwork, read(write(encode(hostdevNetwork, model)))).model, value);
        assert.deepEqual(fit(fields, value, nothing).value, value);
    });
});

describe("fit names what no field takes", () => {
    const groupFields = "name, default, trustGuestRxFilters, vlan, virtualport, bandwidth";
    const portFields = "type, managerid, typeid, typeidversion, instanceid, profileid, interfaceid";
    const cases: readonly (readonly [says: string, said: Values, misfits: readonly Misfit[]])[] = [
        [
            "a missing argument",
            {},
            [{ kind: "missing-argument", path: "name", found: undefined, expected: "text without control characters" }],
        ],
        [
            "an argument of another type",
            { ...pool, isolated: "yes" },
            [{ kind: "argument-shape", path: "isolated", found: "yes", expected: "true or false" }],
        ],
        [
            "a control character",
            { name: "a\u0007" },
            [{ kind: "argument-shape", path: "name", found: "a\u0007", expected: "text without control characters" }],
        ],
        [
            "a misspelt argument, at any depth",
            { ...pool, portgroups: [{ name: "a" }, { name: "b", vlans: 1 }] },
            [
                {
                    kind: "unknown-argument",
                    path: "portgroups[1].vlans",
                    found: 1,
                    expected: `one of ${groupFields}`,
                    meant: "vlan",
                },
            ],
        ],
        [
            "what every object has",
            { ...pool, virtualport: { toString: "x" } },
            [{ kind: "unknown-argument", path: "virtualport.toString", found: "x", expected: `one of ${portFields}` }],
        ],
        [
            "a list in place of an object",
            { ...pool, virtualport: [] },
            [{ kind: "argument-shape", path: "virtualport", found: [], expected: `an object with ${portFields}` }],
        ],
        [
            "an object in place of a list",
            { ...pool, portgroups: { name: "a" } },
            [{ kind: "argument-shape", path: "portgroups", found: { name: "a" }, expected: "a list" }],
        ],
        [
            "what is not written like an address",
            { ...pool, addresses: ["0000:07:10.0", "07:10.1"] },
            [
                {
                    kind: "argument-shape",
                    path: "addresses[1]",
                    found: "07:10.1",
                    expected: "a PCI address such as 0000:07:10.1",
                },
            ],
        ],
        [
            "a vlan that is text",
            { ...pool, vlan: "42" },
            [
                {
                    kind: "argument-shape",
                    path: "vlan",
                    found: "42",
                    expected: "a VLAN id such as 42, or { tags: [42], trunk, … }",
                },
            ],
        ],
        [
            "a vlan id below 0, at the short form that it was said in",
            { ...pool, vlan: -1 },
            [{ kind: "argument-shape", path: "vlan", found: -1, expected: "a whole number from 0 on" }],
        ],
        [
            "a tag that is text, at its own place",
            { ...pool, vlan: { tags: [1, "2"] } },
            [
                {
                    kind: "argument-shape",
                    path: "vlan.tags[1]",
                    found: "2",
                    expected: 'a VLAN id such as 42, or { id, nativeMode: "tagged" or "untagged" }',
                },
            ],
        ],
        [
            "a vlan without tags",
            { ...pool, vlan: {} },
            [
                {
                    kind: "missing-argument",
                    path: "vlan.tags",
                    found: undefined,
                    expected: 'a VLAN id such as 42, or { id, nativeMode: "tagged" or "untagged" }',
                },
            ],
        ],
        [
            "the host's own",
            { ...pool, metadata: {} },
            [
                {
                    kind: "argument-shape",
                    path: "metadata",
                    found: {},
                    expected: "a missing value (the host keeps its own)",
                },
            ],
        ],
    ];
    for (const [says, said, misfits] of cases) {
        it(says, () => {
            assert.deepEqual(fit(fields, said, nothing).misfits, misfits);
        });
    }

    it("leaves what does not fit as it was", () => {
        const said = { name: 5, vlan: "42", addresses: ["x"] };
        assert.deepEqual(fit(fields, said, nothing).value, said);
    });

    it("never throws, whatever a program says", () => {
        const anything = fc.anything();
        const keys = Object.keys(fields);
        fc.assert(
            fc.property(fc.dictionary(fc.constantFrom(...keys, "__proto__"), anything), (said) => {
                const { misfits } = fit(fields, said, nothing);
                assert.equal(new Set(misfits.map(({ path }) => path)).size, misfits.length);
            }),
            { numRuns: 1000 },
        );
    });
});

describe("fit takes a value that is not known yet", () => {
    const UNKNOWN = "unknown!";
    const cases: readonly (readonly [says: string, said: Values, unknown: readonly string[]])[] = [
        ["for any argument", { name: UNKNOWN }, ["name"]],
        ["for an object", { ...pool, virtualport: UNKNOWN }, ["virtualport"]],
        ["for a list", { ...pool, portgroups: UNKNOWN }, ["portgroups"]],
        ["for an item", { ...pool, portgroups: [{ name: "a" }, UNKNOWN] }, ["portgroups[1]"]],
        ["inside an item", { ...pool, portgroups: [{ name: UNKNOWN }] }, ["portgroups[0].name"]],
        ["inside a vlan", { ...pool, vlan: { tags: [1, UNKNOWN] } }, ["vlan.tags[1]"]],
        ["for the tags of a vlan", { ...pool, vlan: { tags: UNKNOWN } }, ["vlan.tags"]],
        ["for one of several addresses", { ...pool, addresses: ["0000:07:10.0", UNKNOWN] }, ["addresses[1]"]],
    ];
    for (const [says, said, unknown] of cases) {
        it(says, () => {
            const fitted = fit(fields, said, (value) => value === UNKNOWN);
            assert.deepEqual([fitted.misfits, fitted.unknown], [[], unknown]);
        });
    }
});

describe("of a name that no field has", () => {
    it("fit tells the near one, and lists none that a program does not say", () => {
        const misfitsOf = (said: Values) => fit(hostdevNetworkFields, { ...pool, ...said }, nothing).misfits;
        const [near] = misfitsOf({ adress: 1, uri: "test:///default" }).filter(({ path }) => path === "adress");
        assert.equal(near?.meant, undefined);
        const [slip] = misfitsOf({ vlam: 1 }).filter(({ path }) => path === "vlam");
        assert.equal(slip?.meant, "vlan");
        assert.doesNotMatch(slip.expected, /__|ignoreChanges|secrets/);
        assert.match(slip.expected, /\bpf, addresses, vlan\b/);
    });
});

describe("of a name that is none of many", () => {
    it("fit says which is the nearest, and not all that nobody reads", () => {
        const { misfits } = fit(levels.fields, { "pf-is-upp": "off" }, () => false);
        const count = Object.keys(levels.fields).length;
        assert.deepEqual(
            misfits.map(({ path, expected }) => [path, expected]),
            [["pf-is-upp", `one of ${count} names such as pf-is-up`]],
        );
    });
});
