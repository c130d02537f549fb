/** What a rule asks of a model, so that its example shows that and nothing else. */
export type Asked = ReadonlySet<string>;

/** The properties, below any depth, that a function looks at; `a[].b` stands for those of all items of a list. */
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
    const watch = (of: object, path: string): object =>
        new Proxy(of, {
            get(target, key): unknown {
                const value: unknown = Reflect.get(target, key);
                if (typeof key !== "string" || !Object.hasOwn(target, key)) return value;
                const below = pathOf(path, Array.isArray(target) ? "[]" : key);
                asked.add(below);
                return watched(value, below);
            },
        });
    look(watched(model, "") as M);
    return asked;
}

/** A model without what was not asked for, and is not to be there always. What was asked for as a whole is there as a whole. */
export function onlyAsked<M extends object>(model: M, asked: Asked, always: readonly string[] = []): Partial<M> {
    const isThere = new Set([...asked, ...always]);
    const only = (value: unknown, path: string): unknown => {
        if (typeof value !== "object" || value === null) return value;
        if (Array.isArray(value)) return value.map((item) => only(item, pathOf(path, "[]")));
        const isSeen = ([key]: [string, unknown]): boolean => isThere.has(pathOf(path, key));
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
