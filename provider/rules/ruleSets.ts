import { versionRules } from "./byVersion";
import { guestRules, machineRules } from "./guest";
import { halfRules } from "./half";
import { halfSourceRules } from "./halfSource";
import { hostdevHalfRules } from "./hostdevHalf";
import { onHostRules } from "./pairOnHost";
import { pairNetworkRules } from "./pairNetworks";
import { definitionRules, migratingRules, migrationRules } from "./migration";
import { halfMarkupRules, poolMarkupRules } from "./markup";
import { migrationTargetRules } from "./migrationTarget";
import { networkRules } from "./network";
import { networkPortRules } from "./networkPorts";
import { halfOneLineRules, poolOneLineRules } from "./oneLine";
import { optionRules } from "./options";
import { pairRules } from "./pair";
import { pciNumberRules } from "./pciNumbers";
import { persistentRules } from "./persistent";
import { poolDocumentRules } from "./poolDocument";
import { poolOnHostRules, poolRestartRules } from "./poolOnHost";
import { cardStateRules } from "./cardState";
import { poolSourceRules } from "./poolSource";
import { programRules } from "./program";
import type { Rule, RuleFacts } from "./rule";
import { poolFilterRules, transientFilterRules } from "./rxFilters";
import { schemaRules } from "./schema";
import { textRules } from "./text";
import { transientRules } from "./transient";
import { uriRules } from "./uri";
import { virtualportRules } from "./virtualport";
import { vlanRules } from "./vlan";

const sets = {
    network: {
        subject: "network",
        rules: [
            ...networkRules,
            ...poolSourceRules,
            ...networkPortRules,
            ...poolFilterRules,
            ...poolMarkupRules,
            ...poolOneLineRules,
        ],
    },
    poolDocument: { subject: "network", rules: poolDocumentRules },
    pair: {
        subject: "pair",
        rules: [
            ...pairRules,
            ...halfSourceRules,
            ...halfRules,
            ...vlanRules,
            ...virtualportRules,
            ...halfMarkupRules,
            ...halfOneLineRules,
        ],
    },
    persistent: { subject: "persistent", rules: persistentRules },
    transient: { subject: "transient", rules: [...transientRules, ...transientFilterRules] },
    machine: { subject: "guest", rules: machineRules },
    guest: { subject: "guest", rules: [...guestRules, ...hostdevHalfRules] },
    text: { subject: "document", rules: textRules },
    schema: { subject: "document", rules: schemaRules },
    pciNumbers: { subject: "guest", rules: pciNumberRules },
    poolOnHost: { subject: "host", rules: poolOnHostRules },
    poolRestart: { subject: "host", rules: poolRestartRules },
    cardState: { subject: "host", rules: cardStateRules },
    pairOnHost: { subject: "host", rules: [...onHostRules, ...pairNetworkRules, ...versionRules] },
    migratingPair: { subject: "migration", rules: migratingRules },
    migrationTarget: { subject: "migration", rules: migrationTargetRules },
    migratingDefinition: { subject: "migration", rules: definitionRules },
    migratingGuest: { subject: "migration", rules: migrationRules },
    program: { subject: "program", rules: programRules },
    options: { subject: "arguments", rules: optionRules },
    uri: { subject: "arguments", rules: uriRules },
} as const satisfies Readonly<Record<string, { readonly subject: string; readonly rules: readonly RuleFacts[] }>>;

export type RuleSetName = keyof typeof sets;
type RuleIn<Name extends RuleSetName> = (typeof sets)[Name]["rules"][number];
/** Ids of the rules of a set. */
export type RuleIdOf<Name extends RuleSetName> = RuleIn<Name>["id"];
/** Model that the rules of a set judge. */
export type ModelOf<Name extends RuleSetName> = Parameters<RuleIn<Name>["check"]>[0];

/** Rules that judge one model. */
interface RuleSet<Name extends RuleSetName> {
    /** Chapter of docs/rules.md that has the rules. */
    readonly subject: (typeof sets)[Name]["subject"];
    readonly rules: readonly Rule<ModelOf<Name>, RuleIdOf<Name>>[];
}

/** All rules that judge a model. The catalogue, the documentation and the tests read this list, in this order. */
export const ruleSets: { readonly [Name in RuleSetName]: RuleSet<Name> } = sets;

/** Three sets judge both halves of a pair. */
export const teamRules = [...ruleSets.pair.rules, ...ruleSets.persistent.rules, ...ruleSets.transient.rules] as const;
/** Two sets judge the devices of a guest. */
export const inGuestRules = [...ruleSets.guest.rules, ...ruleSets.migratingGuest.rules] as const;
