import { askedBy } from "../../../docs/asked";
import type { Rule } from "../../../provider/rules";

/** Whether a property is another one, or a part of it. */
const isWithin = (path: string, whole: string): boolean =>
    path === whole || path.startsWith(`${whole}.`) || path.startsWith(`${whole}[`);

/** Returns what a rule looks at without naming it in `reads`. The engine lets a rule wait by `reads` alone. */
export function undeclared<M extends object>(rule: Rule<M>, model: M): readonly string[] {
    const declared: readonly string[] = rule.reads;
    const isDeclared = (path: string): boolean =>
        // a look at `persistent` is a step on the way to `persistent.alias`
        declared.some((property) => isWithin(path, property) || isWithin(property, path));
    return [...askedBy((watched: M) => rule.check(watched), model)].filter((path) => !isDeclared(path));
}
