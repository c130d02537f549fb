import { visibleXml } from "../../provider/xml";
import type { Reporter } from "./reporter";

/** The XML of each file in canonical form, one after the other. */
export const canonicalReporter = (): Reporter => ({
    begin: () => "",
    file: ({ canonical }) => (canonical ? [`${visibleXml(canonical().trimEnd())}\n`] : []),
    end: () => "",
});
