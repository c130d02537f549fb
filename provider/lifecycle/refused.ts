import { formatMessage, type Message } from "./message";

/** A change that is not carried out. Nothing was touched. */
export class Refused extends Error {
    override readonly name = "Refused";

    constructor(
        /** Refusal, in a sentence. */
        what: string,
        readonly reasons: readonly Message[],
    ) {
        super([what, ...reasons.map(formatMessage)].join("\n"));
    }
}
