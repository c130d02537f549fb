import { visibleJson } from "../../provider/xml";

/** Columns of a line. */
const WIDTH = 120;
const INDENT = "    ";
/** Shortest key whose text moves to the next line where both do not fit. */
const KEY_THAT_BREAKS = 7;

/** An expression that is written as it is. */
export class Code {
    constructor(readonly text: string) {}
}

/** Returns a value as prettier writes it, where its first line stands at this depth, with `used` columns before and after it. */
export function literal(value: unknown, depth = 0, used = 0): string {
    if (value instanceof Code) return value.text;
    if (typeof value === "string") return textLiteral(value);
    if (Array.isArray(value)) return listLiteral(value, depth, used);
    if (typeof value !== "object" || value === null) return JSON.stringify(value);
    const entries = Object.entries(value).filter(([, inner]) => inner !== undefined);
    if (entries.length === 0) return "{}";
    return block(
        "{",
        entries.map(([key, inner]) => property(key, inner, depth + 1)),
        "}",
        depth,
    );
}

/** Returns `const NAME = VALUE;`. */
export function constant(name: string, value: string): string {
    const line = `const ${name} = ${textLiteral(value)};`;
    return line.length <= WIDTH ? line : `const ${name} =\n${INDENT}${textLiteral(value)};`;
}

function property(key: string, value: unknown, depth: number): string {
    const name = /^[A-Za-z_$][\w$]*$/.test(key) ? key : textLiteral(key);
    const before = depth * INDENT.length + name.length + 2;
    const text = literal(value, depth, before + 1);
    const breaks = typeof value === "string" && name.length >= KEY_THAT_BREAKS && before + text.length + 1 > WIDTH;
    return breaks ? `${name}:\n${INDENT.repeat(depth + 1)}${text}` : `${name}: ${text}`;
}

function listLiteral(list: readonly unknown[], depth: number, used: number): string {
    const items = list.map((item) => literal(item, depth + 1));
    const line = `[${items.join(", ")}]`;
    const fits = !line.includes("\n") && used + line.length <= WIDTH;
    return fits ? line : block("[", items, "]", depth);
}

const block = (open: string, lines: readonly string[], close: string, depth: number): string =>
    [open, ...lines.map((line) => `${INDENT.repeat(depth + 1)}${line},`), INDENT.repeat(depth) + close].join("\n");

/** In double quotes, or in single ones where that saves escapes. What is not seen is escaped. */
function textLiteral(text: string): string {
    const inDouble = visibleJson(JSON.stringify(text)).replaceAll("\n", "\\n");
    const count = (quote: string): number => text.split(quote).length - 1;
    if (count('"') <= count("'")) return inDouble;
    const inside = inDouble
        .slice(1, -1)
        .replace(/\\.|'/g, (part) => (part === '\\"' ? '"' : part === "'" ? "\\'" : part));
    return `'${inside}'`;
}
