import type { RuleSetName, Team } from "../../../provider/rules";
import { modelsOf, type CasesOf } from "../../support/cases";
import { cardStateCases } from "./cardStateCases";
import { pciNumberCases, poolDocumentCases } from "./documentCases";
import { schemaCases, textCases } from "./textCases";
import { guestCases, machineCases, migratingGuestCases } from "./guestCases";
import { halfCases } from "./halfCases";
import { pairOnHostCases, poolOnHostCases, poolRestartCases } from "./hostCases";
import { halfMarkupCases, poolMarkupCases } from "./markupCases";
import { migratingDefinitionCases, migratingPairCases, migrationTargetCases } from "./migrationCases";
import { halfSourceCases, poolSourceCases, transientFilterCases } from "./sourceCases";
import { networkCases } from "./networkCases";
import { halfOneLineCases, poolOneLineCases } from "./oneLineCases";
import { optionCases } from "./optionCases";
import { pairCases } from "./pairCases";
import { persistentCases } from "./persistentCases";
import { programCases } from "./programCases";
import { transientCases } from "./transientCases";
import { uriCases } from "./uriCases";
import { virtualportCases } from "./virtualportCases";
import { vlanCases } from "./vlanCases";

/** Cases of every rule. The compiler refuses a set, or a rule of a set, without. */
export const cases: { readonly [Name in RuleSetName]: CasesOf<Name> } = {
    network: { ...networkCases, ...poolSourceCases, ...poolMarkupCases, ...poolOneLineCases },
    poolDocument: poolDocumentCases,
    pair: {
        ...pairCases,
        ...halfSourceCases,
        ...halfCases,
        ...vlanCases,
        ...virtualportCases,
        ...halfMarkupCases,
        ...halfOneLineCases,
    },
    persistent: persistentCases,
    transient: { ...transientCases, ...transientFilterCases },
    machine: machineCases,
    guest: guestCases,
    text: textCases,
    schema: schemaCases,
    pciNumbers: pciNumberCases,
    poolOnHost: poolOnHostCases,
    poolRestart: poolRestartCases,

    cardState: cardStateCases,
    pairOnHost: pairOnHostCases,
    migratingPair: migratingPairCases,
    migrationTarget: migrationTargetCases,
    migratingDefinition: migratingDefinitionCases,
    migratingGuest: migratingGuestCases,
    program: programCases,
    options: optionCases,
    uri: uriCases,
};

/** Models of all cases that are teams. */
export const teamModels: readonly Team[] = [cases.pair, cases.persistent, cases.transient].flatMap(modelsOf<Team>);
