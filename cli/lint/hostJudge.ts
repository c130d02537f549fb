import type { Document, PlacedFailure, Subject } from "../../provider/documents";
import { connect } from "../../provider/libvirt";
import { checkPair } from "../../provider/teamedNic/hostCheck";
import { checkPoolDocument } from "../../provider/hostdevNetwork/hostCheck";
import type { HostCheck } from "../../provider/lifecycle/hostCheck";
import { Operation } from "../../provider/lifecycle/operation";
import type { TeamedNicArgs } from "../../provider/teamedNic/args";
import { defined } from "../../provider/xml";

/** Judge of documents on one host. It reads the host once for all of them. */
export class HostJudge {
    readonly #operation = new Operation(connect);

    constructor(readonly uri: string) {}

    /** Returns what the host has against a document, and what of that could not be asked. */
    async judge({ subjects, placed }: Document): Promise<{ failures: readonly PlacedFailure[]; unchecked: string[] }> {
        const judged = await Promise.all(
            subjects.map(async (subject) => {
                const { failures, unchecked } = await this.#judge(subject);
                return {
                    failures: failures.map((failure) => ({ ...failure, property: subject.pathOf(failure.property) })),
                    unchecked,
                };
            }),
        );
        return {
            failures: placed(judged.flatMap(({ failures }) => failures)),
            unchecked: [...new Set(judged.flatMap(({ unchecked }) => unchecked))],
        };
    }

    async #judge({ pool, persistent, transient, domain }: Subject): Promise<HostCheck> {
        const { uri } = this;
        if (pool) return checkPoolDocument(this.#operation, { ...pool, uri });
        const desired = defined({
            uri,
            domain,
            name: transient?.alias ?? persistent?.alias ?? "a pair",
            mac: transient?.mac ?? persistent?.mac,
            persistent,
            transient,
        }) as Partial<TeamedNicArgs>;
        return checkPair(this.#operation, { desired, isFromGuest: true });
    }
}
