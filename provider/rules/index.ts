import { halfRules } from "./half";
import { networkRules as ownNetworkRules } from "./network";
import { networkPortRules } from "./networkPorts";
import { pairRules } from "./pair";
import { persistentRules } from "./persistent";
import { transientRules } from "./transient";
import { virtualportRules } from "./virtualport";

export { argumentFailures } from "./arguments";
export { describe, judge, type Failure, type Finding, type Rule, type Severity } from "./rule";
export { typeOfSource, type Team } from "./team";

export const networkRules = [...ownNetworkRules, ...networkPortRules] as const;
export const teamRules = [
    ...pairRules,
    ...halfRules,
    ...persistentRules,
    ...transientRules,
    ...virtualportRules,
] as const;

export type NetworkRuleId = (typeof networkRules)[number]["id"];
export type TeamRuleId = (typeof teamRules)[number]["id"];
