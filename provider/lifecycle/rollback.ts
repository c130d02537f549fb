import { isSilence, isUnanswered, messageOf } from "../libvirt/errors";

/** Something failed, and not all that was done before it could be rolled back. */
export class RollbackFailed extends Error {
    override readonly name = "RollbackFailed";

    constructor(
        cause: unknown,
        /** One sentence for each thing that is left. */
        readonly left: readonly string[],
    ) {
        super(`${messageOf(cause)}\nNot all could be rolled back:\n${left.map((line) => `  ${line}`).join("\n")}`, {
            cause,
        });
    }
}

/** Something to do that can be undone. */
export interface Undoable<T = unknown> {
    /** What there is where it was done and cannot be undone: `network vfpool is started`. */
    readonly left: string;
    readonly act: () => Promise<T>;
    /** Is called where it was done, or may have been done: then it must be content with nothing to undo. */
    readonly undo: () => Promise<unknown>;
}
/** Does something, and notes how to undo it. */
export type Take = <T>(step: Undoable<T>) => Promise<T>;

/**
 * Runs `work`; when it fails, rolls back the steps that it took, last first, and fails with the same error. A step that
 * libvirt refused was not taken. One that had no answer may have been, and is rolled back, too.
 *
 * @throws RollbackFailed when the rollback failed too
 */
export async function withRollback<T>(work: (take: Take) => Promise<T>): Promise<T> {
    const taken: Omit<Undoable, "act">[] = [];
    const take: Take = async ({ left, act, undo }) => {
        try {
            const result = await act();
            taken.push({ left, undo });
            return result;
        } catch (error) {
            if (isUnanswered(error)) taken.push({ left: `perhaps ${left}`, undo });
            throw error;
        }
    };
    try {
        return await work(take);
    } catch (cause) {
        const left = await undoAll(taken.reverse());
        throw left.length > 0 ? new RollbackFailed(cause, left) : cause;
    }
}

/** @returns a sentence for each that could not be undone. A host that does not answer is not asked again. */
async function undoAll(taken: readonly Omit<Undoable, "act">[]): Promise<readonly string[]> {
    const failed: string[] = [];
    let silence: Error | undefined;
    for (const { left, undo } of taken) {
        try {
            if (silence) throw silence;
            await undo();
        } catch (error) {
            if (error instanceof Error && isSilence(error)) silence = error;
            failed.push(`${left}: ${messageOf(error)}`);
        }
    }
    return failed;
}
