import { hideTexts, SHORT } from "../model/secret";
import { hidePasswords, namesIn, passwordsOf } from "../model/uri";
import type { Properties } from "./kind";
import { isObject } from "./wire";

/** How Pulumi marks a secret where it passes values on. Source: sdk/nodejs/runtime/rpc.ts, specialSigKey and specialSecretSig */
const MARK = { "4dabf18193072939515e22adb298388d": "1b47061264138c4ac30d75fd1eb44270" } as const;

/** Properties of a resource that are no values of the user. */
const OF_PULUMI: readonly string[] = ["secrets", "__provider"];

/**
 * The values that may not be shown. Pulumi hands secrets to a dynamic provider in clear, and does not say which they are:
 * the class does, by the argument `secrets`.
 */
export class Secrets {
    readonly #texts = new Set<string>();

    /** Learns the values of the arguments that `secrets` names, and the passwords of all URIs. */
    learn(properties: Properties): void {
        const uris = HOSTS.flatMap((key) => textsIn(properties[key]));
        for (const password of uris.flatMap(passwordsOf)) this.#texts.add(password);
        const keys = secretKeysOf(properties);
        // a half that is secret has the MAC of its pair, which may be none
        const plain = keys.includes("mac") ? [] : textsIn(properties["mac"]);
        for (const text of keys.flatMap((key) => textsIn(properties[key])))
            if (!plain.includes(text)) this.#texts.add(text);
    }

    /** A text without them. */
    hide(text: string): string {
        return hidePasswords(hideTexts(text, [...this.#texts]));
    }

    /** Whether there are none. */
    get isEmpty(): boolean {
        return this.#texts.size === 0;
    }

    /** An answer of a hook whose properties are marked: see {@link markSecrets}. */
    static marked<T>(answer: T): T {
        if (!isObject(answer)) return answer;
        const marked = CARRIERS.flatMap((key) => {
            const properties = answer[key];
            return isObject(properties) ? [[key, markSecrets(properties)] as const] : [];
        });
        return Object.assign(answer, Object.fromEntries(marked));
    }

    /** An error without them. */
    hideIn(error: unknown): unknown {
        return changeWords(error, (text) => this.hide(text));
    }
}

/** Returns an error in whose words a change was made: its message, its stack, and the reasons that Pulumi prints. */
export function changeWords(error: unknown, change: (text: string) => string): unknown {
    if (!(error instanceof Error)) return error;
    const { reasons } = error as { reasons?: unknown };
    error.message = change(error.message);
    if (error.stack !== undefined) error.stack = change(error.stack);
    if (!Array.isArray(reasons)) return error;
    const changed = reasons.map((one: unknown) => (typeof one === "string" ? change(one) : one));
    return Object.assign(error, { reasons: changed });
}

/** Returns an error without the values of these properties, and without the passwords of URIs. */
export function hideSecrets(error: unknown, properties: Properties, secrets: readonly string[]): unknown {
    const hidden = new Secrets();
    hidden.learn(Object.assign({}, properties, { secrets }));
    return hidden.hideIn(error);
}

/** Keys of the answer of a hook that have properties of a resource. */
const CARRIERS = ["inputs", "outs", "props", "properties"] as const;

/**
 * Marks the arguments that `secrets` names, each as a whole, and of all else each text that holds a value of theirs. Pulumi
 * bears no mark within a mark.
 */
export function markSecrets(properties: Properties): Properties {
    const keys = secretKeysOf(properties);
    const own = new Secrets();
    own.learn(properties);
    const mark = (value: unknown): unknown => {
        if (typeof value === "string") return own.hide(value) === value ? value : { ...MARK, value };
        if (Array.isArray(value)) return value.map(mark);
        if (!isObject(value)) return value;
        return Object.fromEntries(Object.entries(value).map(([key, inner]) => [key, mark(inner)]));
    };
    if (keys.length === 0 && own.isEmpty) return properties;
    const marked = Object.entries(properties).map(([key, value]) => {
        if (OF_PULUMI.includes(key) || value === undefined) return [key, value];
        return [key, keys.includes(key) ? { ...MARK, value } : mark(value)];
    });
    return Object.fromEntries(marked) as Properties;
}

/** Arguments and outputs that are URIs of hosts. */
const HOSTS: readonly string[] = ["uri", "host", "migratesTo"];

const secretKeysOf = ({ secrets }: Properties): readonly string[] =>
    Array.isArray(secrets) ? secrets.map(String) : [];

/** Arguments whose values are words of libvirt. They tell nothing, and occur in every message. */
const WORDS: readonly string[] = ["type", "model", "teaming", "mode", "link"];

/** The texts and numbers in a value. */
const textsIn = (value: unknown): readonly string[] => {
    if (typeof value === "string") return value === "" ? [] : [value, ...partsOfUri(value)];
    if (typeof value === "number") return [String(value)];
    if (Array.isArray(value)) return value.flatMap(textsIn);
    if (!isObject(value)) return [];
    return Object.entries(value).flatMap(([key, inner]) => (WORDS.includes(key) ? [] : textsIn(inner)));
};

/** Parts of a URI that libvirt names alone in its errors. A short one may be any word. */
const partsOfUri = (text: string): readonly string[] =>
    /^[\w+]+:\//.test(text) ? namesIn(text).filter(({ length }) => length > SHORT) : [];
