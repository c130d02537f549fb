import assert from "node:assert/strict";

/** What a rule found, as the Pulumi CLI shows it. The one place outside the rules' own tests that knows its form. */
export interface Shown {
    /** `error` or `warning` of the program as a whole; `refused` by the provider; else the resource that it is said of. */
    readonly by: string;
    readonly path: string;
    /** The value that the message begins with, or `missing`; `-` where it begins with something else. */
    readonly found: string;
    readonly text: string;
    readonly rule: string;
}

const FINDING = /^ *(.*?: )?(\S+(?: on \S+)?): (.*\.) \[([a-z]+(?:-[a-z]+)+)\]$/gm;
const VALUE = /^("(?:[^"\\]|\\.)*"|[\d.]+|\[\w+\]|true|false|[{[]\S*[\]}]) /;

/** A line of progress repeats the last message of its resource. */
const PROGRESS = /^[ +~-]*pulumi(?:-nodejs)?:/;

export const findingsOn = (screen: string): readonly Shown[] =>
    [...screen.matchAll(FINDING)]
        .filter(([line]) => !PROGRESS.test(line))
        .map(([, who = "", path = "", text = "", rule = ""]) => {
            const by = who.replace(/^(error|warning): .* has a problem: $/, "refused: ").replace(/: $/, "");
            return { by, path, found: valueIn(text), text, rule };
        });

const valueIn = (text: string): string =>
    text.startsWith("the value is missing") ? "missing" : (VALUE.exec(text)?.[1] ?? "-");

/** A finding as `refused: b.mac "52:54:00:aa:bb:01" macs-of-program-differ`. */
export const inShort = ({ by, path, found, rule }: Shown): string =>
    `${by === "" ? "" : `${by}: `}${path} ${found} ${rule}`;

/** Asserts exactly these findings, in any order; each message names the values that stand behind it, whatever its words. */
export function assertFindings(
    shown: readonly Shown[],
    expected: readonly (readonly [short: string, ...values: (string | number)[]])[],
): void {
    assert.deepEqual(shown.map(inShort).sort(), expected.map(([short]) => short).sort());
    for (const [short, ...values] of expected) {
        const texts = shown.filter((one) => inShort(one) === short).map(({ text }) => text);
        for (const value of values)
            assert.ok(
                texts.some(
                    (text) =>
                        text.split(/[\s,;.?]+/).includes(String(value)) ||
                        /^[\s,;.]/.test(text.split(` ${value}`)[1] ?? ""),
                ),
                `${short} names ${value}: ${texts.join(" / ")}`,
            );
    }
}
