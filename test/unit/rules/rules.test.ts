import assert from "node:assert/strict";
import fc from "fast-check";
import { hostdevNetwork as table, type HostdevNetwork } from "../../../provider/model/hostdevNetwork";
import { nic, type Nic } from "../../../provider/model/interface";
import {
    formatFinding as inWords,
    judge,
    ruleSets,
    teamRules,
    type ModelOf,
    type Rule,
    type RuleIdOf,
    type RuleSetName,
    type Team,
} from "../../../provider/rules";
import { hostdevNetwork } from "../../../provider/hostdevNetwork";
import { teamedNic } from "../../../provider/teamedNic";
import { fit } from "../../../provider/xml";
import { modelOf } from "../../support/arbitrary";
import { modelsOf } from "../../support/cases";
import type { Facts, Same } from "../../support/types";
import { cases } from "./cases";
import { undeclared } from "./undeclared";

/** Any mixture of models. */
function anyOf<M extends object>(models: readonly M[]): fc.Arbitrary<M> {
    const any = fc.constantFrom(...models);
    return fc.tuple(any, any, fc.boolean()).map(([a, b, both]) => (both ? { ...a, ...b } : a));
}

const half = modelOf(nic.fields) as fc.Arbitrary<Nic>;
const team: fc.Arbitrary<Team> = fc.record({ persistent: half, transient: half }, { noNullPrototype: true });
/** Any model of a set, where more can be made than a mixture of its cases. */
const anyModels: { readonly [Name in RuleSetName]?: fc.Arbitrary<ModelOf<Name>> } = {
    network: modelOf(table.fields) as fc.Arbitrary<HostdevNetwork>,
    pair: team,
    persistent: team,
    transient: team,
    options: fc.record({ domain: fc.string(), detachTimeout: fc.nat(400) }, { noNullPrototype: true }),
};

function holdsFor<Name extends RuleSetName>(name: Name, { rules }: (typeof ruleSets)[Name]): void {
    const casesOfSet = cases[name];
    const anyModel = anyModels[name] ?? anyOf(modelsOf(casesOfSet));

    describe(`the rules of the set ${name}`, () => {
        it("each has a name of its own", () => {
            const ids = rules.map(({ id }) => id);
            assert.deepEqual(ids.toSorted(), [...new Set(ids)].toSorted());
            assert.deepEqual(ids.toSorted(), Object.keys(casesOfSet).toSorted());
        });

        for (const rule of rules) {
            const { keeps, breaks } = casesOfSet[rule.id];
            const models = [...keeps, ...breaks.map(([model]) => model)];

            describe(rule.id, () => {
                it("is written down: a name, sentences, a source", () => {
                    assert.match(rule.id, /^[a-z]+(-[a-z]+)+$/);
                    assert.match(rule.says, /^([A-Z]|libvirt|net_failover|migratesTo).*[^.]\.$/);
                    assert.match(rule.source, /\S/);
                });

                for (const model of keeps) {
                    it(`is kept by ${JSON.stringify(model).slice(0, 250)}`, () => {
                        assert.deepEqual(judge([rule], model), []);
                    });
                }
                for (const [model, ...findings] of breaks) {
                    it(`finds ${JSON.stringify(findings).slice(0, 250)}`, () => {
                        const failures = judge([rule], model);
                        assert.deepEqual(
                            failures.map(({ property, found }) => [property, found]),
                            findings,
                        );
                        for (const { problem, allowed, fix } of failures) {
                            assert.match(problem, /^[a-z].*[^.]$/s);
                            assert.match(allowed, /\S/);
                            assert.match(fix, /^[A-Z].*\.$/s);
                        }
                    });
                }

                it("reads what it says, and nothing else", () => {
                    for (const model of models) assert.deepEqual(undeclared(rule, model), []);
                    fc.assert(
                        fc.property(anyModel, (model) => {
                            assert.deepEqual(undeclared(rule, model), []);
                        }),
                        { numRuns: 30 },
                    );
                });
            });
        }

        it("answer any model of the right shape, each time the same, and change nothing", () => {
            fc.assert(
                fc.property(anyModel, (model) => {
                    const before = structuredClone(model);
                    const failures = judge(rules, model);
                    assert.deepEqual(judge(rules, model), failures);
                    assert.deepEqual(model, before);
                    for (const failure of failures) assert.match(inWords(failure), /^[^\s:]+: .*\. \[[a-z-]+\]$/s);
                }),
                { numRuns: 300 },
            );
        });
    });
}

for (const name of Object.keys(ruleSets) as RuleSetName[]) holdsFor(name, ruleSets[name]);

describe("what a rule looks at without naming it in `reads`", () => {
    interface Pool {
        readonly name: string;
        readonly port?: { readonly type?: string; readonly tags?: readonly { readonly id: number }[] };
    }
    const model: Pool = { name: "vfpool", port: { tags: [{ id: 42 }] } };
    const looks: readonly (readonly [title: string, look: (model: Pool) => unknown, found: readonly string[]])[] = [
        ["nothing but the declared property", ({ port }) => port?.type, []],
        ["another property", ({ name }) => name, ["name"]],
        ["another part", ({ port }) => port?.tags?.map(({ id }) => id), ["port.tags", "port.tags[]", "port.tags[].id"]],
        ["a missing property", (pool): unknown => Reflect.get(pool, "mode"), ["mode"]],
        ["whether there is a property", (pool) => "mode" in pool, ["mode"]],
        ["the names of all properties", (pool) => Reflect.ownKeys(pool), ["*"]],
        ["the names of all parts", ({ port = {} }) => Reflect.ownKeys(port), ["port.*"]],
    ];
    for (const [title, look, found] of looks)
        it(`is found: ${title}`, () => {
            const rule: Rule<Pool> = {
                id: "a-rule",
                severity: "error",
                libvirt: [],
                says: "it says.",
                source: "a source",
                reads: ["port.type"],
                check: (pool) => {
                    look(pool);
                    return [];
                },
            };
            assert.deepEqual(undeclared(rule, model), found);
        });
});

describe("the ids of rules", () => {
    it("are literals, so that the compiler can ask for cases of each", () => {
        type IsAny<Id> = string extends Id ? true : false;
        type Any = { readonly [Name in RuleSetName]: IsAny<RuleIdOf<Name>> }[RuleSetName];
        const facts: Facts<[Same<Any, false>]> = 1;
        assert.equal(facts, 1);
    });
});

describe("the resources' defaults break no rule", () => {
    const known = (): boolean => false;
    const pools = [
        { name: "vfpool", pf: "enp7s0f0" },
        { name: "vfpool", addresses: ["0:7:10.1"] },
    ];
    for (const said of pools) {
        it(`of ${JSON.stringify(said)}`, () => {
            const { value, misfits } = fit(
                hostdevNetwork.fields,
                hostdevNetwork.withDefaults({ uri: "test:///default", ...said }),
                known,
            );
            assert.deepEqual([misfits, judge(ruleSets.network.rules, value as unknown as HostdevNetwork)], [[], []]);
        });
    }

    const pairs = [
        { persistent: { network: "lan" }, transient: { network: "vfpool" } },
        { persistent: { bridge: "br0" }, transient: { address: "0:7:10.1" } },
        { persistent: { direct: "enp1s0" }, transient: { network: "vfpool", portgroup: "gold" } },
    ];
    for (const said of pairs) {
        it(`of ${JSON.stringify(said)}`, () => {
            const all = { uri: "test:///default", name: "net.0/x", domain: "web1", mac: "52:54:0:AA:bb:1", ...said };
            const { value, misfits } = fit(teamedNic.fields, teamedNic.withDefaults(all), known);
            assert.deepEqual([misfits, judge(teamRules, value as unknown as Team)], [[], []]);
        });
    }
});
