import { argumentFailures, type Failure } from "../rules";
import type { Misfit } from "../xml";
import type { Properties } from "./kind";
import type { Operation } from "./operation";

/** Hidden input in which the class names the arguments that it filled in. It reaches `check`, and no state. */
export const FILLED_IN = "__filledIn";

/** Hidden input in which the class says that Pulumi keeps on the host what it deletes (`retainOnDelete`). */
export const RETAINED = "__retained";

/** Argument that follows from others where the program leaves it out. */
export interface Derived {
    readonly key: string;
    /** While these stay as they are, the state's value stays. */
    readonly from: readonly string[];
}

/** Whether the class filled in an argument. */
export const isFilledIn = (news: Properties, key: string): boolean =>
    Array.isArray(news[FILLED_IN]) && news[FILLED_IN].includes(key);

/** Returns what is wrong with arguments. The stack's config has the rules that the class filled in, and not the resource. */
export const failuresOf = (misfits: readonly Misfit[], news: Properties): readonly Failure[] =>
    argumentFailures(misfits).map((failure) =>
        isFilledIn(news, "rules") && /^rules(\.|$)/.test(failure.property)
            ? {
                  ...failure,
                  property: `libvirt:${failure.property}`,
                  inProgram: "It comes from the config of the stack. Change it there (pulumi config).",
              }
            : failure,
    );

/**
 * Returns what the program gives, with the state's value for a derived argument that it leaves out. A stack that is
 * renamed, or a resource that moves to another project, keeps its value so.
 */
export function keepDerived(derived: Derived | undefined, olds: Properties, news: Properties, operation: Operation) {
    if (!derived || !isFilledIn(news, derived.key)) return news;
    const { key, from } = derived;
    const isSame = olds[key] !== undefined && from.every((one) => olds[one] === news[one]);
    // Pulumi checks what it replaces twice, and tells no state the second time
    if (isSame) operation.keepDerived(news[key], olds[key]);
    return { ...news, [key]: operation.derived(news[key]) };
}
