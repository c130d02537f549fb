import { hidePasswords } from "../provider/model/uri";

/**
 * Returns the same data without the passwords of URIs. To be used before a form breaks texts into lines, where nothing
 * would find a password any more.
 */
export function withoutPasswords<T>(data: T, uris: readonly string[]): T {
    const hide = (value: unknown): unknown => {
        if (typeof value === "string") return hidePasswords(value, uris);
        if (Array.isArray(value)) return value.map(hide);
        if (typeof value !== "object" || value === null) return value;
        return Object.fromEntries(Object.entries(value).map(([key, inner]) => [key, hide(inner)]));
    };
    return hide(data) as T;
}
