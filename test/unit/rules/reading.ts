import type { Rule } from "../../../provider/rules";

/** Something a program wrote as an object, and no list: a rule may look at its fields one by one. */
const hasFields = (value: unknown): value is object =>
    typeof value === "object" && value !== null && !Array.isArray(value);

/** The object, which notes each own property that is asked for. */
const watched = (of: object, note: (key: string) => void, below: (key: string, value: unknown) => unknown): object =>
    new Proxy(of, {
        get(target, key): unknown {
            const value: unknown = Reflect.get(target, key);
            if (typeof key !== "string") return value;
            note(key);
            return below(key, value);
        },
        ownKeys(target) {
            note("(all of its keys)");
            return Reflect.ownKeys(target);
        },
        has(target, key) {
            if (typeof key === "string") note(key);
            return Reflect.has(target, key);
        },
    });

/** What a rule looks at, one and two levels deep, without saying so. */
export function reading<M extends object>(rule: Rule<M>, model: M): readonly string[] {
    const declared = rule.reads as readonly string[];
    const looked = new Set<string>();
    const isPassed = (key: string): boolean => declared.some((path) => path.startsWith(`${key}.`));
    const top = watched(
        model,
        (key) => {
            if (!isPassed(key)) looked.add(key);
        },
        (key, value) =>
            isPassed(key) && hasFields(value)
                ? watched(
                      value,
                      (inner) => looked.add(`${key}.${inner}`),
                      (_, innerValue) => innerValue,
                  )
                : value,
    );
    rule.check(top as M);
    return [...looked].filter((path) => !declared.includes(path));
}
