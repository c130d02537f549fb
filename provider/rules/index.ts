export { argumentFailures, mismatchFailure } from "./arguments";
export { partnersIn, type Guest, type GuestDevice } from "./guest";
export { RECENT, type HostPciDevice, type NamedNetwork, type PairOnHost } from "./pairOnHost";
export { catalogue, levels, type Subject } from "./catalogue";
export { applyLevels, type Level, type Levels } from "./levels";
export type { Migrating } from "./migration";
export type { MigrationTarget } from "./migrationTarget";
export type { Options } from "./options";
export { isGenerated, isVirtioModel } from "./persistent";
export type { PciNumbers } from "./pciNumbers";
export type { PoolDocument } from "./poolDocument";
export type { ExistingNetwork, PoolOnHost } from "./poolOnHost";
export type { CardState } from "./cardState";
export type { DeclaredPair, DeclaredPool, Program } from "./program";
export {
    formatFinding,
    inDocument,
    judge,
    overlap,
    remedyOf,
    type Answer,
    type Failure,
    type Finding,
    type Rule,
    type RuleFacts,
    type Severity,
} from "./rule";
export { inGuestRules, ruleSets, teamRules, type ModelOf, type RuleIdOf, type RuleSetName } from "./ruleSets";
export { saidIn, type SchemaDocument } from "./schema";
export type { Misspelt, TextDocument } from "./text";
export { HALF_NAMES, HALVES, typeOfSource, type Half, type Team } from "./team";
export { COUNT_VFS_AGAIN, formatValue, plural } from "./words";
