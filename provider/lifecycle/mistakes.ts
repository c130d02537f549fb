const MISTAKES: ReadonlySet<string> = new Set(["TypeError", "RangeError", "ReferenceError", "AssertionError"]);

/** Whether an error is a mistake in this code, and says nothing of a host. */
const isMistake = (error: unknown): boolean => error instanceof Error && MISTAKES.has(error.name);

/**
 * Pulumi prints the stack of whatever a hook or a program throws. A refusal says all in its message; only a mistake needs
 * its stack.
 */
export function withoutStack(error: unknown): unknown {
    if (!(error instanceof Error) || isMistake(error)) return error;
    const { cause } = error;
    error.stack = cause instanceof Error && isMistake(cause) ? `${error.message}\n${cause.stack ?? ""}` : "";
    return error;
}

/** Throws a mistake again: it must never be told as a host that does not answer. */
export function rethrowMistake(error: unknown): void {
    if (isMistake(error)) throw error;
}

/** Returns the answer; undefined where the host gave none. For what is nice to know and never decides. */
export const ignoreFailure = <T>(answer: Promise<T>): Promise<T | undefined> =>
    answer.catch((error: unknown) => {
        rethrowMistake(error);
        return undefined;
    });
