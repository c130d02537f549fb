import type { CasesOf } from "../../support/cases";

export const optionCases: CasesOf<"options"> = {
    "detach-timeout-in-range": {
        keeps: [{ detachTimeout: 300 }, { detachTimeout: 1 }],
        breaks: [
            [{ detachTimeout: 301 }, ["detachTimeout", 301]],
            [{ detachTimeout: 0 }, ["detachTimeout", 0]],
        ],
    },
};
