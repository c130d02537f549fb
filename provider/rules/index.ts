import { halfRules } from "./half";
import { networkRules as ownNetworkRules } from "./network";
import { networkPortRules } from "./networkPorts";
import { optionRules } from "./options";
import { pairRules } from "./pair";
import { persistentRules } from "./persistent";
import { readinessRules } from "./readiness";
import { transientRules } from "./transient";
import { virtualportRules } from "./virtualport";

export { argumentFailures } from "./arguments";
export { describe, judge, type Failure, type Finding, type Rule, type Severity } from "./rule";
export type { Options } from "./options";
export type { NetworkNow, Readiness } from "./readiness";
export { typeOfSource, type Team } from "./team";

export const networkRules = [...ownNetworkRules, ...networkPortRules] as const;
export const teamRules = [
    ...pairRules,
    ...halfRules,
    ...persistentRules,
    ...transientRules,
    ...virtualportRules,
] as const;
export { optionRules, readinessRules };

export type NetworkRuleId = (typeof networkRules)[number]["id"];
export type TeamRuleId = (typeof teamRules)[number]["id"];
export type OptionRuleId = (typeof optionRules)[number]["id"];
export type ReadinessRuleId = (typeof readinessRules)[number]["id"];
