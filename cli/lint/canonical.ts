import type { Reporter } from "./reporter";

/** The XML of each file in canonical form, one after the other. */
export const canonicalReporter = (): Reporter => ({
    begin: () => "",
    file: ({ canonical }) => (canonical ? `${canonical().trimEnd()}\n` : ""),
    end: () => "",
});
