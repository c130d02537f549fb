import assert from "node:assert/strict";
import fc from "fast-check";
import { hostdevNetwork as table, type HostdevNetwork } from "../../../provider/model/hostdevNetwork";
import { nic, type Nic } from "../../../provider/model/interface";
import {
    describe as inWords,
    judge,
    networkRules,
    optionRules,
    readinessRules,
    teamRules,
    type NetworkRuleId,
    type OptionRuleId,
    type Options,
    type Readiness,
    type ReadinessRuleId,
    type Rule,
    type Team,
    type TeamRuleId,
} from "../../../provider/rules";
import { hostdevNetwork } from "../../../provider/resources/hostdevNetwork";
import { teamedNic } from "../../../provider/resources/teamedNic";
import { fit } from "../../../provider/xml";
import { modelOf } from "../../support/arbitrary";
import type { CasesOf } from "../../support/cases";
import type { Facts, Same } from "../../support/types";
import { networkCases } from "./networkCases";
import { optionCases, readinessCases } from "./readinessCases";
import { reading } from "./reading";
import { teamCases } from "./teamCases";

function holdsFor<Id extends string, M extends object>(
    title: string,
    rules: readonly Rule<M, Id>[],
    cases: CasesOf<Id, M>,
    anyModel: fc.Arbitrary<M>,
): void {
    describe(title, () => {
        it("each has a name of its own", () => {
            const ids = rules.map(({ id }) => id);
            assert.deepEqual(ids.toSorted(), [...new Set(ids)].toSorted());
            assert.deepEqual(ids.toSorted(), Object.keys(cases).toSorted());
        });

        for (const rule of rules) {
            const { keeps, breaks } = cases[rule.id];
            const models = [...keeps, ...breaks.map(([model]) => model)];

            describe(rule.id, () => {
                it("is written down: a name, a sentence, a source", () => {
                    assert.match(rule.id, /^[a-z]+(-[a-z]+)+$/);
                    assert.match(rule.says, /^([a-z]|[A-Z]{2}).*[^.]\.$/s);
                    assert.equal(/\.\s/.test(rule.says), false, "one sentence");
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
                        for (const { allowed, fix } of failures) {
                            assert.match(allowed, /\S/);
                            assert.match(fix, /^[A-Z].*\.$/s);
                        }
                    });
                }

                it("reads what it says, and nothing else", () => {
                    for (const model of models) assert.deepEqual(reading(rule, model), []);
                    fc.assert(
                        fc.property(anyModel, (model) => {
                            assert.deepEqual(reading(rule, model), []);
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
                    for (const failure of failures) assert.match(inWords(failure), /^[\w.[\]]+: found .*\]$/s);
                }),
                { numRuns: 300 },
            );
        });
    });
}

holdsFor<NetworkRuleId, HostdevNetwork>(
    "rules of pools",
    networkRules,
    networkCases,
    modelOf(table.fields) as fc.Arbitrary<HostdevNetwork>,
);
const half = modelOf(nic.fields) as fc.Arbitrary<Nic>;
holdsFor<TeamRuleId, Team>(
    "rules of pairs",
    teamRules,
    teamCases,
    fc.record({ persistent: half, transient: half }, { noNullPrototype: true }),
);
const state = fc.constantFrom("started" as const, "stopped" as const, "missing" as const);
holdsFor<ReadinessRuleId, Readiness>(
    "rules of what a team needs to be plugged in",
    readinessRules,
    readinessCases,
    fc.record(
        {
            machine: fc.string(),
            libvirt: fc.nat(20_000_000),
            qemu: fc.nat(20_000_000),
            rootPorts: fc.record({ free: fc.nat(3), needed: fc.nat(2) }, { noNullPrototype: true }),
            pool: fc.record(
                { name: fc.string(), mode: fc.constantFrom("hostdev", "nat", undefined), state, free: fc.nat(2) },
                { noNullPrototype: true },
            ),
            network: fc.record({ name: fc.string(), state }, { noNullPrototype: true }),
        },
        { requiredKeys: ["machine", "libvirt", "qemu", "rootPorts"], noNullPrototype: true },
    ),
);
holdsFor<OptionRuleId, Options>(
    "rules of how a change is carried out",
    optionRules,
    optionCases,
    fc.record({ detachTimeout: fc.nat(400) }, { noNullPrototype: true }),
);

describe("the ids of rules", () => {
    it("are literals, so that the compiler can ask for cases of each", () => {
        type IsAny<Id> = string extends Id ? true : false;
        const facts: Facts<[Same<IsAny<NetworkRuleId>, false>, Same<IsAny<TeamRuleId>, false>]> = 2;
        assert.equal(facts, 2);
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
            assert.deepEqual([misfits, judge(networkRules, value as unknown as HostdevNetwork)], [[], []]);
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
