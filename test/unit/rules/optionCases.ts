import type { OptionRuleId, Options } from "../../../provider/rules";
import type { CasesOf } from "../../support/cases";

export const optionCases: CasesOf<OptionRuleId, Options> = {
    "detach-timeout-in-range": {
        keeps: [{ detachTimeout: 1 }, { detachTimeout: 300 }],
        breaks: [
            [{ detachTimeout: 0 }, ["detachTimeout", 0]],
            [{ detachTimeout: 301 }, ["detachTimeout", 301]],
        ],
    },
};
