import type { Reporter } from "./finding";

/** The XML of each file in canonical form, one after the other. */
export const canonicalReporter = (): Reporter => ({
    begin: () => "",
    file: ({ canonical }) => (canonical ? `${canonical().trimEnd()}\n` : ""),
    end: () => "",
});
