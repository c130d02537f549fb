/** The same without what is undefined: an optional property is then left out, as `exactOptionalPropertyTypes` wants. */
export type Defined<T> = { readonly [K in keyof T as undefined extends T[K] ? never : K]: T[K] } & {
    readonly [K in keyof T as undefined extends T[K] ? K : never]?: Exclude<T[K], undefined>;
};

/** Returns the properties that have a value, e.g. `{ a: 1 }` for `{ a: 1, b: undefined }`. Looks at one level only. */
export function defined<T extends object>(properties: T): Defined<T> {
    const result: Record<string, unknown> = {};
    for (const [key, value] of Object.entries(properties)) if (value !== undefined) result[key] = value;
    return result as Defined<T>;
}
