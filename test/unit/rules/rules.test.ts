import assert from "node:assert/strict";
import fc from "fast-check";
import { hostdevNetwork as table, type HostdevNetwork } from "../../../provider/model/hostdevNetwork";
import { nic, type Nic } from "../../../provider/model/interface";
import {
    formatFinding as inWords,
    inGuestRules,
    judge,
    machineRules,
    migratingRules,
    networkRules,
    optionRules,
    pairOnHostRules,
    pciNumberRules,
    poolDocumentRules,
    poolOnHostRules,
    cardStateRules,
    programRules,
    teamRules,
    type Guest,
    type GuestRuleId,
    type MachineRuleId,
    type Migrating,
    type MigratingRuleId,
    type NetworkRuleId,
    type OptionRuleId,
    type Options,
    type PairOnHost,
    type PairOnHostRuleId,
    type PciNumberRuleId,
    type PciNumbers,
    type PoolDocument,
    type PoolDocumentRuleId,
    type PoolOnHost,
    type PoolOnHostRuleId,
    type CardState,
    type CardStateRuleId,
    type Program,
    type ProgramRuleId,
    type Rule,
    type Team,
    type TeamRuleId,
} from "../../../provider/rules";
import { hostdevNetwork } from "../../../provider/hostdevNetwork";
import { teamedNic } from "../../../provider/teamedNic";
import { fit } from "../../../provider/xml";
import { modelOf } from "../../support/arbitrary";
import type { CasesOf } from "../../support/cases";
import type { Facts, Same } from "../../support/types";
import { pciNumberCases, poolDocumentCases } from "./documentCases";
import { guestCases, machineCases, migratingCases } from "./guestCases";
import { pairOnHostCases, poolOnHostCases } from "./hostCases";
import { networkCases } from "./networkCases";
import { optionCases } from "./optionCases";
import { cardStateCases } from "./cardStateCases";
import { programCases } from "./programCases";
import { reading } from "./reading";
import { teamCases } from "./teamCases";

/** Any mixture of the models of all cases. */
function anyOf<M extends object>(cases: CasesOf<string, M>): fc.Arbitrary<M> {
    const models = Object.values(cases).flatMap(({ keeps, breaks }) => [...keeps, ...breaks.map(([model]) => model)]);
    const any = fc.constantFrom(...models);
    return fc.tuple(any, any, fc.boolean()).map(([a, b, both]) => (both ? { ...a, ...b } : a));
}

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
                    for (const failure of failures) assert.match(inWords(failure), /^[^\s:]+: found .*\]$/s);
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
holdsFor<PairOnHostRuleId, PairOnHost>(
    "rules of pairs on a host",
    pairOnHostRules,
    pairOnHostCases,
    anyOf(pairOnHostCases),
);
holdsFor<PoolOnHostRuleId, PoolOnHost>(
    "rules of pools on a host",
    poolOnHostRules,
    poolOnHostCases,
    anyOf(poolOnHostCases),
);
holdsFor<CardStateRuleId, CardState>(
    "rules of pools that are there",
    cardStateRules,
    cardStateCases,
    anyOf(cardStateCases),
);
holdsFor<GuestRuleId, Guest>("rules of the guest around a team", inGuestRules, guestCases, anyOf(guestCases));
holdsFor<MachineRuleId, Pick<Guest, "machine">>(
    "rules of a guest's machine",
    machineRules,
    machineCases,
    anyOf(machineCases),
);
holdsFor<PoolDocumentRuleId, PoolDocument>(
    "rules of a pool's XML",
    poolDocumentRules,
    poolDocumentCases,
    anyOf(poolDocumentCases),
);
holdsFor<MigratingRuleId, Migrating>(
    "rules of pairs that migrate",
    migratingRules,
    migratingCases,
    anyOf(migratingCases),
);
holdsFor<PciNumberRuleId, PciNumbers>("rules of PCI numbers", pciNumberRules, pciNumberCases, anyOf(pciNumberCases));
holdsFor<ProgramRuleId, Program>("rules of a whole program", programRules, programCases, anyOf(programCases));
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
