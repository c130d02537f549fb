/** Something failed and what had been done before could not all be taken back. */
export class RollbackFailed extends Error {
    override readonly name = "HalfDone";

    constructor(
        cause: unknown,
        /** One sentence for each thing that is left. */
        readonly left: readonly string[],
    ) {
        super(`${messageOf(cause)}\nNot all could be taken back:\n${left.map((line) => `  ${line}`).join("\n")}`, {
            cause,
        });
    }
}

/** Notes how to take back what was just done. `what` names it, for the case that it cannot be taken back. */
export type OnRollback = (what: string, undo: () => Promise<unknown>) => void;

/**
 * Runs `work`; when it fails, takes back what it noted as done, last first, and fails with the same error.
 *
 * @throws HalfDone when taking back failed too.
 */
export async function withRollback<T>(work: (done: OnRollback) => Promise<T>): Promise<T> {
    const log: { readonly what: string; readonly undo: () => Promise<unknown> }[] = [];
    try {
        return await work((what, undo) => log.push({ what, undo }));
    } catch (cause) {
        const left: string[] = [];
        for (const { what, undo } of log.reverse())
            await undo().catch((error: unknown) => left.push(`${what}: ${messageOf(error)}`));
        throw left.length > 0 ? new RollbackFailed(cause, left) : cause;
    }
}

export const messageOf = (error: unknown): string => (error instanceof Error ? error.message : String(error));
