import fc from "fast-check";
import { hostdevNetwork, type HostdevNetwork } from "../../provider/model/hostdevNetwork";
import { nic, type Nic } from "../../provider/model/interface";
import type { Properties } from "../../provider/lifecycle/kind";
import { withTeamedNicDefaults } from "../../provider/teamedNic/args";
import type { Half, Team } from "../../provider/rules";
import { fit, type Fields } from "../../provider/xml";
import { cases, teamModels } from "../unit/rules/cases";
import { anyHalf } from "./anyNic";
import { anyPool } from "./anyPool";
import { modelsOf } from "./cases";
import { MAC } from "./guest";

/** In canonical form; undefined where a field does not take what it is given, which no XML could say. */
function fitted(fields: Fields, model: object): unknown {
    const { value, misfits } = fit(fields, { ...model }, () => false);
    return misfits.length === 0 ? value : undefined;
}
export function fittedTeam(team: { readonly [K in Half]: object }): Team | undefined {
    const persistent = fitted(nic.fields, team.persistent) as Nic | undefined;
    const transient = fitted(nic.fields, team.transient) as Nic | undefined;
    return persistent && transient && { persistent, transient };
}
export const fittedPool = (pool: object): HostdevNetwork | undefined =>
    fitted(hostdevNetwork.fields, pool) as HostdevNetwork | undefined;

/** Fields as the cases have them, legal or not. */
const changesOf = (models: readonly object[]): fc.Arbitrary<Properties> =>
    fc.constantFrom(
        ...new Map(
            models
                .flatMap((model) => Object.entries(model))
                .map(([key, value]): [string, Properties] => [
                    JSON.stringify([key, value]),
                    { [key]: value as unknown },
                ]),
        ).values(),
    );

/** With a few fields changed to what a case has, and seldom one taken out. */
const mutated = (any: fc.Arbitrary<Properties>, changes: fc.Arbitrary<Properties>): fc.Arbitrary<Properties> =>
    fc
        .tuple(
            any,
            fc.oneof(
                { weight: 3, arbitrary: fc.constant([]) },
                { weight: 2, arbitrary: fc.array(changes, { minLength: 1, maxLength: 2 }) },
            ),
            fc.nat(),
            fc.nat(9).map((n) => n === 0),
        )
        .map(([model, changed, at, takeOut]) => {
            const all = Object.assign({}, model, ...changed) as Properties;
            const keys = Object.keys(all);
            const out = takeOut ? keys[at % keys.length] : undefined;
            return Object.fromEntries(Object.entries(all).filter(([key]) => key !== out));
        });

const present = <T>(arbitrary: fc.Arbitrary<T | undefined>): fc.Arbitrary<T> =>
    arbitrary.filter((value) => value !== undefined);

const changesOfHalf = (half: Half): fc.Arbitrary<Properties> => changesOf(teamModels.map((team) => team[half]));
const changes = { persistent: changesOfHalf("persistent"), transient: changesOfHalf("transient") };
const withDefaults = ([persistent, transient]: readonly [Properties, Properties]) =>
    withTeamedNicDefaults({ name: "net0", mac: MAC, persistent, transient }) as { readonly [K in Half]: Properties };

/** Any pair, for the most part what a program would say. */
export const anyTeam: fc.Arbitrary<Team> = present(
    fc
        .tuple(anyHalf("persistent"), anyHalf("transient"))
        .map(withDefaults)
        .chain(({ persistent, transient }) =>
            fc.record({
                persistent: mutated(fc.constant(persistent), changes.persistent),
                transient: mutated(fc.constant(transient), changes.transient),
            }),
        )
        .map(fittedTeam),
);

const isXml = ([key]: [string, unknown]): boolean => key in hostdevNetwork.fields;
const withPoolDefaults = (args: Properties): Properties => ({
    mode: "hostdev",
    managed: true,
    ...Object.fromEntries(Object.entries(args).filter(isXml)),
});

/** Any pool, the same. */
export const anyNetwork: fc.Arbitrary<HostdevNetwork> = present(
    mutated(anyPool.map(withPoolDefaults), changesOf(modelsOf(cases.network))).map(fittedPool),
);
