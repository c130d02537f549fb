import type { SchemaDocument, TextDocument } from "../provider/rules";
import { write, type XmlChild, type XmlNode } from "../provider/xml";

type Attributes = Readonly<Record<string, string>>;

const node = (name: string, attrs: Attributes, ...children: readonly XmlChild[]): XmlNode => ({
    name,
    attrs,
    children: [...children],
});

/** Returns the steps of an XPath, without their numbers. */
const stepsOf = (path: string): readonly string[] =>
    path
        .split("/")
        .slice(1)
        .map((step) => step.replace(/\[\d+\]$/, ""));

/** Writes elements inside those that an XPath names. */
const inside = (steps: readonly string[], inner: readonly XmlNode[]): string =>
    steps
        .reduceRight<readonly XmlNode[]>((below, step) => [node(step, {}, ...below)], inner)
        .map(write)
        .join("");

/** Writes a value where its XPath says, as an attribute or as the text of an element. */
function valueAt(path: string, value: string): string {
    const steps = stepsOf(path);
    const last = steps.at(-1) ?? "";
    if (!last.startsWith("@")) return inside(steps.slice(0, -1), [node(last, {}, value)]);
    return inside(steps.slice(0, -2), [node(steps.at(-2) ?? "", { [last.slice(1)]: value })]);
}

/** Writes as many elements as the number in an XPath says. */
function timesAt(path: string): string {
    const steps = stepsOf(path);
    const number = Number(/\[(\d+)\]$/.exec(path)?.[1] ?? 1);
    return inside(
        steps.slice(0, -1),
        Array.from({ length: number }, () => node(steps.at(-1) ?? "", {})),
    );
}

/** Writes a word where its XPath says: the name of an element or of an attribute, or a value. */
function wordAt(path: string, word: string): string {
    const steps = stepsOf(path);
    const last = steps.at(-1) ?? "";
    if (last === `@${word}`) return valueAt(path, "…");
    return last.startsWith("@") ? valueAt(path, word) : inside(steps, []);
}

/** Writes what only the text of a document can get wrong. */
export function textXml(text: Partial<TextDocument>): string {
    const { repeated = [], misspelt = [], uuids = [], names = [], forward } = text;
    const attributes: Attributes = forward?.mode === undefined ? {} : { mode: forward.mode };
    return [
        ...repeated.map(timesAt),
        ...misspelt.map(({ path, found }) => wordAt(path, found)),
        ...[...uuids, ...names].map((one) => valueAt(one.path, one.text)),
        ...(forward ? [inside(["network"], [node("forward", attributes, node(forward.lists, {}))])] : []),
    ].join("");
}

/** Writes the parts that a schema refuses. */
export const schemaXml = ({ refused = [] }: Partial<SchemaDocument>): string =>
    refused.map((path) => (path.includes("@") ? valueAt(path, "…") : timesAt(path))).join("");
