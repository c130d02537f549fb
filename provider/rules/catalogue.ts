import { shapeRules } from "./arguments";
import { guestRules, machineRules } from "./guest";
import { halfRules } from "./half";
import { onHostRules } from "./pairOnHost";
import { pairNetworkRules } from "./pairNetworks";
import { levelsOf } from "./levels";
import { migratingRules, migrationRules } from "./migration";
import { networkRules } from "./network";
import { networkPortRules } from "./networkPorts";
import { optionRules } from "./options";
import { pairRules } from "./pair";
import { pciNumberRules } from "./pciNumbers";
import { persistentRules } from "./persistent";
import { poolDocumentRules } from "./poolDocument";
import { poolOnHostRules } from "./poolOnHost";
import { cardStateRules } from "./cardState";
import { programRules } from "./program";
import type { RuleFacts } from "./rule";
import { transientRules } from "./transient";
import { virtualportRules } from "./virtualport";
import { vlanRules } from "./vlan";

const judged = {
    network: [...networkRules, ...networkPortRules, ...poolDocumentRules],
    pair: [...pairRules, ...halfRules, ...vlanRules, ...virtualportRules],
    persistent: persistentRules,
    transient: transientRules,
    guest: [...machineRules, ...guestRules, ...pciNumberRules],
    host: [...poolOnHostRules, ...cardStateRules, ...onHostRules, ...pairNetworkRules],
    migration: [...migratingRules, ...migrationRules],
    program: programRules,
    arguments: optionRules,
} as const satisfies Readonly<Record<string, readonly RuleFacts[]>>;

/** All rules by subject, in the order of the documentation. */
export const catalogue = { ...judged, arguments: [...judged.arguments, ...shapeRules] } as const;

type RuleId = (typeof judged)[keyof typeof judged][number]["id"];

/** The argument by which a program lowers rules: all but those of its arguments' shapes, without which nothing works. */
export const levels = levelsOf(Object.values(judged).flatMap((rules) => rules.map(({ id }): RuleId => id)));
