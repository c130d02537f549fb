import type { Properties } from "./kind";

const SHOWN = "[secret]";
/** How Pulumi marks a secret where it passes values on. Source: sdk/nodejs/runtime/rpc.ts, specialSigKey and specialSecretSig */
const MARK = { "4dabf18193072939515e22adb298388d": "1b47061264138c4ac30d75fd1eb44270" } as const;

/** A shorter text may stand in any word: it is hidden only where it stands alone. */
const SHORT = 3;

/** What of a resource is no value of the user's. */
const OF_PULUMI: readonly string[] = ["secrets", "__provider"];

/**
 * The values that may not be shown. Pulumi hands secrets to a dynamic provider in clear, and does not say which they are:
 * the class does, by the argument `secrets`.
 */
export class Secrets {
    readonly #texts = new Set<string>();

    /** Learns the values of the arguments that `secrets` names. */
    learn(properties: Properties): void {
        const keys = properties["secrets"];
        if (!Array.isArray(keys)) return;
        for (const key of keys) for (const text of textsIn(properties[String(key)])) this.#texts.add(text);
    }

    /** A text without them. */
    hide(text: string): string {
        const longestFirst = [...this.#texts].sort((a, b) => b.length - a.length);
        return longestFirst.flatMap(formsOf).reduce((left, secret) => left.replaceAll(placesOf(secret), SHOWN), text);
    }

    /** Marks each text that has one of them inside, wherever it was copied to. */
    markIn(properties: Properties): Properties {
        if (this.#texts.size === 0) return properties;
        const marked = Object.entries(properties).map(([key, value]) => [
            key,
            OF_PULUMI.includes(key) ? value : this.#mark(value),
        ]);
        return Object.fromEntries(marked) as Properties;
    }

    #mark(value: unknown): unknown {
        if (typeof value === "string") return this.hide(value) === value ? value : { ...MARK, value };
        if (Array.isArray(value)) return value.map((item) => this.#mark(item));
        if (typeof value !== "object" || value === null) return value;
        return Object.fromEntries(Object.entries(value).map(([key, inner]) => [key, this.#mark(inner)]));
    }
}

/** The texts and numbers in a value. */
const textsIn = (value: unknown): readonly string[] => {
    if (typeof value === "string") return value === "" ? [] : [value, ...partsOfUri(value)];
    if (typeof value === "number") return [String(value)];
    return typeof value === "object" && value !== null ? Object.values(value).flatMap(textsIn) : [];
};

/** Parts of a URI that libvirt names alone in its errors: the host, the user, and what parameters name. */
function partsOfUri(text: string): readonly string[] {
    if (!/^[\w+]+:\/\//.test(text) || !URL.canParse(text)) return [];
    const { hostname, username, password, searchParams } = new URL(text);
    return [hostname, username, password, ...searchParams.values()].filter(({ length }) => length > SHORT);
}

/** As a message may write it: as it is, and as JSON. */
const formsOf = (text: string): readonly string[] => [...new Set([text, JSON.stringify(text).slice(1, -1)])];

/** Where it stands in a text. libvirt writes MACs and hexadecimal numbers in either case. */
function placesOf(secret: string): RegExp {
    const exact = secret.replace(/[.*+?^${}()|[\]\\]/g, "\\$&");
    const isWord = secret.length <= SHORT || /^\d+$/.test(secret);
    return new RegExp(isWord ? `(?<![\\w.:-])${exact}(?![\\w.:-])` : exact, "gi");
}
