const MISTAKES: ReadonlySet<string> = new Set(["TypeError", "RangeError", "ReferenceError", "AssertionError"]);

/**
 * Pulumi prints the stack of whatever a hook or a program throws. A refusal says all in its message; only a mistake in this
 * code needs the stack.
 */
export function withoutStack(error: unknown): unknown {
    if (error instanceof Error && !MISTAKES.has(error.name)) error.stack = "";
    return error;
}
