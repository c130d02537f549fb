import { isSilence, isUnanswered, messageOf } from "../libvirt/errors";
import type { Libvirt } from "../libvirt/libvirt";

/** Something failed, and not all that was done before it could be rolled back. */
export class RollbackFailed extends Error {
    override readonly name = "RollbackFailed";

    constructor(
        cause: unknown,
        /** One sentence for each thing that is left. */
        readonly left: readonly string[],
        /** Whether a host has fallen silent: it tells nothing of what it has. */
        readonly isSilent = false,
    ) {
        super(
            `${messageOf(cause)}\nThe provider could not roll back everything. The next up continues from what is left:\n${left.map((line) => `  ${line}`).join("\n")}`,
            {
                cause,
            },
        );
    }
}

/** Something to do that can be undone. */
export interface Undoable<T = unknown> {
    readonly host: Pick<Libvirt, "uri" | "until">;
    /** State of the host if the step cannot be rolled back: `network vfpool is started`. */
    readonly left: string;
    readonly act: () => Promise<T>;
    /** Whether the host has done it. Asked where there was no answer: the host may be about to do it. */
    readonly isDone: () => Promise<boolean>;
    /** Content where there is nothing to undo. */
    readonly undo: () => Promise<unknown>;
}
/** Does something, and notes how to undo it. */
export type Take = <T>(step: Undoable<T>) => Promise<T>;

type Taken = Pick<Undoable, "host" | "left" | "undo">;

/** How long a host that answers again, or a guest, may take for what it was asked before. */
export const LATE_SECONDS = 5;

/**
 * Runs `work`; when it fails, rolls back the steps that it took, last first, and fails with the same error. A step that
 * libvirt refused was not taken. One that had no answer is rolled back once the host has done it.
 *
 * @throws RollbackFailed when the rollback failed too, or when a step without an answer is not done by then
 */
export async function withRollback<T>(work: (take: Take) => Promise<T>): Promise<T> {
    const taken: Taken[] = [];
    const take: Take = async ({ host, left, act, isDone, undo }) => {
        try {
            const result = await act();
            taken.push({ host, left, undo });
            return result;
        } catch (error) {
            if (isUnanswered(error))
                taken.push({ host, left: `perhaps ${left}`, undo: () => whenDone(host, isDone).then(undo) });
            throw error;
        }
    };
    try {
        return await work(take);
    } catch (cause) {
        const silent = new Map<string, Error>();
        // a host that was slow with one call may answer others
        if (!isUnanswered(cause)) noteSilence(silent, cause);
        const left = await undoAll(taken.reverse(), silent);
        throw left.length > 0 ? new RollbackFailed(cause, left, silent.size > 0) : cause;
    }
}

/** @throws Error where it is not done in time: then it may be done later */
async function whenDone(host: Undoable["host"], isDone: () => Promise<boolean>): Promise<void> {
    if (await host.until(isDone, LATE_SECONDS)) return;
    throw new Error(`the host did not answer, and has not done it within ${LATE_SECONDS} s. It may still do it later.`);
}

/** @returns a sentence for each that could not be undone. A host that does not answer is not asked again. */
async function undoAll(taken: readonly Taken[], silent: Map<string, Error>): Promise<readonly string[]> {
    const failed: string[] = [];
    for (const { host, left, undo } of taken) {
        try {
            const silence = silent.get(host.uri);
            if (silence) throw silence;
            await undo();
        } catch (error) {
            noteSilence(silent, error);
            failed.push(`${left}: ${messageOf(error)}`);
        }
    }
    return failed;
}

function noteSilence(silent: Map<string, Error>, error: unknown): void {
    if (isSilence(error)) silent.set(error.uri, error);
}
