import { guestRules, machineRules } from "./guest";
import { halfRules } from "./half";
import { onHostRules } from "./pairOnHost";
import { pairNetworkRules } from "./pairNetworks";
import { migratingRules, migrationRules } from "./migration";
import { networkRules as ownNetworkRules } from "./network";
import { networkPortRules } from "./networkPorts";
import { optionRules } from "./options";
import { pairRules } from "./pair";
import { pciNumberRules } from "./pciNumbers";
import { persistentRules } from "./persistent";
import { poolDocumentRules } from "./poolDocument";
import { poolOnHostRules } from "./poolOnHost";
import { cardStateRules } from "./cardState";
import { programRules } from "./program";
import { transientRules } from "./transient";
import { virtualportRules } from "./virtualport";
import { vlanRules } from "./vlan";

export { argumentFailures, mismatchFailure } from "./arguments";
export { partnerOf, type Guest, type GuestDevice } from "./guest";
export type { HostPciDevice, NamedNetwork, PairOnHost } from "./pairOnHost";
export { catalogue, levels } from "./catalogue";
export { applyLevels, type Level, type Levels } from "./levels";
export type { Migrating } from "./migration";
export type { Options } from "./options";
export { isGenerated, isVirtioModel } from "./persistent";
export type { PciNumbers } from "./pciNumbers";
export type { PoolDocument } from "./poolDocument";
export type { PoolOnHost } from "./poolOnHost";
export type { CardState } from "./cardState";
export type { DeclaredPair, DeclaredPool, Program } from "./program";
export {
    anchor,
    formatFinding,
    judge,
    type Answer,
    type Failure,
    type Finding,
    type Rule,
    type RuleFacts,
    type Severity,
} from "./rule";
export { HALF_NAMES, HALVES, typeOfSource, type Half, type Team } from "./team";
export { formatValue, plural } from "./words";

export const networkRules = [...ownNetworkRules, ...networkPortRules] as const;
export const teamRules = [
    ...pairRules,
    ...halfRules,
    ...vlanRules,
    ...persistentRules,
    ...transientRules,
    ...virtualportRules,
] as const;
export const pairOnHostRules = [...onHostRules, ...pairNetworkRules] as const;
export const inGuestRules = [...guestRules, ...migrationRules] as const;
export {
    machineRules,
    migratingRules,
    optionRules,
    pciNumberRules,
    poolDocumentRules,
    poolOnHostRules,
    cardStateRules,
    programRules,
};

export type NetworkRuleId = (typeof networkRules)[number]["id"];
export type TeamRuleId = (typeof teamRules)[number]["id"];
export type OptionRuleId = (typeof optionRules)[number]["id"];
export type PairOnHostRuleId = (typeof pairOnHostRules)[number]["id"];
export type PoolOnHostRuleId = (typeof poolOnHostRules)[number]["id"];
export type CardStateRuleId = (typeof cardStateRules)[number]["id"];
export type GuestRuleId = (typeof inGuestRules)[number]["id"];
export type MachineRuleId = (typeof machineRules)[number]["id"];
export type MigratingRuleId = (typeof migratingRules)[number]["id"];
export type PciNumberRuleId = (typeof pciNumberRules)[number]["id"];
export type PoolDocumentRuleId = (typeof poolDocumentRules)[number]["id"];
export type ProgramRuleId = (typeof programRules)[number]["id"];
