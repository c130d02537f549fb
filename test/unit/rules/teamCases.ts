import type { Team, TeamRuleId } from "../../../provider/rules";
import type { CasesOf } from "../../support/cases";
import { halfCases } from "./halfCases";
import { pairCases } from "./pairCases";
import { persistentCases } from "./persistentCases";
import { transientCases } from "./transientCases";
import { virtualportCases } from "./virtualportCases";
import { vlanCases } from "./vlanCases";

export const teamCases: CasesOf<TeamRuleId, Team> = {
    ...pairCases,
    ...halfCases,
    ...persistentCases,
    ...transientCases,
    ...virtualportCases,
    ...vlanCases,
};
