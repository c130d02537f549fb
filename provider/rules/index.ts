import { networkRules } from "./network";
import { pairRules } from "./pair";
import { persistentRules } from "./persistent";
import { transientRules } from "./transient";

export { argumentFailures } from "./arguments";
export { describe, judge, type Failure, type Finding, type Rule, type Severity } from "./rule";
export { typeOfSource, type Team } from "./team";

export const teamRules = [...pairRules, ...persistentRules, ...transientRules] as const;
export { networkRules };

export type NetworkRuleId = (typeof networkRules)[number]["id"];
export type TeamRuleId = (typeof teamRules)[number]["id"];
