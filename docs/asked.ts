/** Paths that a function looks at in a model. `a[].b` stands for `b` of all items, `a.*` for the names of all fields. */
export type Asked = ReadonlySet<string>;

/**
 * Watches a function as it looks at a model. `Rule.reads` cannot stand in: it names `devices` as a whole. With it, examples
 * grew by 97 lines, some beyond a screen, and showed values that the rule ignores.
 */
export function askedBy<M extends object>(look: (model: M) => unknown, model: M): Asked {
    const asked = new Set<string>();
    const watchers = new Map<object, object>();
    const watched = (value: unknown, path: string): unknown => {
        if (typeof value !== "object" || value === null) return value;
        // one for each object, as checks compare by identity
        const watcher = watchers.get(value) ?? watch(value, path);
        watchers.set(value, watcher);
        return watcher;
    };
    const watch = (of: object, path: string): object => {
        const note = (key: string | symbol): string => {
            const below = pathOf(path, Array.isArray(of) ? "[]" : String(key));
            // a method of a list is no part of the model
            if (typeof key === "string" && (!Array.isArray(of) || Object.hasOwn(of, key))) asked.add(below);
            return below;
        };
        return new Proxy(of, {
            get: (target, key) => watched(Reflect.get(target, key), note(key)),
            has(target, key) {
                note(key);
                return Reflect.has(target, key);
            },
            ownKeys(target) {
                note("*");
                return Reflect.ownKeys(target);
            },
        });
    };
    look(watched(model, "") as M);
    return asked;
}

/** Returns a model without what was not asked for, except what `always` names. What was asked for as a whole stays whole. */
export function onlyAsked<M extends object>(model: M, asked: Asked, always: readonly string[] = []): Partial<M> {
    const isShown = new Set([...asked, ...always]);
    const only = (value: unknown, path: string): unknown => {
        if (typeof value !== "object" || value === null) return value;
        if (Array.isArray(value)) return value.map((item) => only(item, pathOf(path, "[]")));
        const isSeen = ([key]: [string, unknown]): boolean => isShown.has(pathOf(path, key));
        const entries = Object.entries(value);
        const seen = entries.filter(isSeen);
        const isWhole = path !== "" && seen.length === 0 && !isAskedBelow(path);
        return Object.fromEntries((isWhole ? entries : seen).map(([key, of]) => [key, only(of, pathOf(path, key))]));
    };
    const isAskedBelow = (path: string): boolean => [...asked].some((one) => one.startsWith(`${path}.`));
    return only(model, "") as Partial<M>;
}

const pathOf = (path: string, key: string): string =>
    path === "" || key === "[]" ? `${path}${key}` : `${path}.${key}`;
