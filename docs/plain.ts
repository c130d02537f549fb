import { inspect } from "node:util";
import type { Program } from "../provider/rules";
import { inDigits } from "../provider/rules/pairOnHost";

/** Renderings of models that are no XML. */

/** Writes facts of a host, or of one value: a property on each line, below its owner. */
export const facts = (asked: object): string =>
    linesOf(asked)
        .map((line) => `${line}\n`)
        .join("");

const linesOf = (of: object): readonly string[] =>
    Object.entries(of).flatMap(([name, value]: [string, unknown]) => {
        if (isPlain(value)) return [`${name}:`, ...linesOf(value).map((line) => `  ${line}`)];
        const items = Array.isArray(value) ? value.filter(isPlain) : [];
        if (items.length > 0) return [`${name}:`, ...items.map((item) => `  - ${linesOf(item).join(", ")}`)];
        return [`${name}: ${inText(name, value)}`];
    });

function inText(name: string, value: unknown): string {
    if (typeof value === "number" && ["libvirt", "qemu"].includes(name)) return inDigits(value);
    const all = Array.isArray(value) ? value : [value];
    return all.filter((one) => one !== undefined).join(", ") || "none";
}

/** Writes what a program declares, as the program would. */
export function program({ pools = [], pairs = [] }: Partial<Program>): string {
    return [
        ...pools.map(({ resource, ...said }) => declared("HostdevNetwork", resource, said)),
        ...pairs.map(({ resource, aliases, pool, address, ...said }) => {
            const [persistent, transient] = (aliases as readonly string[] | undefined) ?? [];
            return declared("TeamedNic", resource, {
                ...said,
                persistent: { alias: persistent },
                transient: { network: pool, address, alias: transient },
            });
        }),
    ].join("");
}

const declared = (kind: string, resource: string, said: object): string =>
    `new ${kind}("${resource}", ${literal(given(said))});\n`;

const literal = (value: object): string =>
    inspect(value, { breakLength: 80 }).replaceAll("'", '"').replaceAll("[ ", "[").replaceAll(" ]", "]");

/** Returns an object without what is undefined or empty, at any depth. */
const given = (said: object): object =>
    Object.fromEntries(
        Object.entries(said)
            .map(([key, value]: [string, unknown]) => [key, isPlain(value) ? given(value) : value] as const)
            .filter(([, value]) => value !== undefined && !(isPlain(value) && Object.keys(value).length === 0)),
    );
const isPlain = (value: unknown): value is object =>
    typeof value === "object" && value !== null && !Array.isArray(value);
