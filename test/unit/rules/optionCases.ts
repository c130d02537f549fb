import type { Options } from "../../../provider/rules";
import type { CasesOf } from "../../support/cases";

const options: Options = { domain: "web1", detachTimeout: 300 };

export const optionCases: CasesOf<"options"> = {
    "guest-is-named": {
        keeps: [options, { ...options, domain: "a b" }],
        breaks: [
            [{ ...options, domain: "" }, ["domain", ""]],
            [{ ...options, domain: " " }, ["domain", " "]],
        ],
    },
    "detach-timeout-in-range": {
        keeps: [options, { ...options, detachTimeout: 1 }],
        breaks: [
            [{ ...options, detachTimeout: 301 }, ["detachTimeout", 301]],
            [{ ...options, detachTimeout: 0 }, ["detachTimeout", 0]],
        ],
    },
};
