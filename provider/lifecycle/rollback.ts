import { messageOf } from "../libvirt/errors";

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

/** Notes how to roll back what was just done. `left` says what there is where that fails. */
export type OnRollback = (left: string, undo: () => Promise<unknown>) => void;

/**
 * Runs `work`; when it fails, rolls back what it noted as done, last first, and fails with the same error.
 *
 * @throws RollbackFailed when the rollback failed too.
 */
export async function withRollback<T>(work: (onRollback: OnRollback) => Promise<T>): Promise<T> {
    const log: { readonly left: string; readonly undo: () => Promise<unknown> }[] = [];
    try {
        return await work((left, undo) => log.push({ left, undo }));
    } catch (cause) {
        const failed: string[] = [];
        for (const { left, undo } of log.reverse())
            await undo().catch((error: unknown) => failed.push(`${left}: ${messageOf(error)}`));
        throw failed.length > 0 ? new RollbackFailed(cause, failed) : cause;
    }
}
