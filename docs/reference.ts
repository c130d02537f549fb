import { join } from "node:path";
import { projectRoot } from "../lab/places";
import { Declarations, type Documented } from "./declarations";
import { APART, MODELS, PAGES, type Exported, type Page, type Table } from "./pages";

/** Writes the reference of the resources and look-ups from their docstrings. */

/** Text of each page by its name in docs/. */
export function referenceDocuments(): ReadonlyMap<string, string> {
    const declarations = new Map<string, Declarations>();
    const of = (file: string): Declarations => {
        const known = declarations.get(file) ?? new Declarations(join(projectRoot, "dist", file));
        declarations.set(file, known);
        return known;
    };
    return new Map(PAGES.map((page) => [page.file, documentOf(page, of)]));
}

function documentOf({ title, introduction, example, tables }: Page, of: (file: string) => Declarations): string {
    return [
        `# ${title}`,
        "<!-- Written by `npm run docs` from the docstrings and docs/pages.ts. Change those. -->",
        introduction,
        ...(example ? [`\`\`\`ts\n${example}\n\`\`\``] : []),
        ...tables.flatMap((table) => sections(table, of)),
    ]
        .join("\n\n")
        .concat("\n");
}

function sections(table: Table, of: (file: string) => Declarations): readonly string[] {
    const {
        heading,
        says,
        file,
        type,
        only,
        except,
        without = [],
        defaults = {},
        types = {},
        isOutput = false,
    } = table;
    const namesIn = (one: Exported): ReadonlySet<string> =>
        new Set(
            of(one.file)
                .properties(one.type)
                .map(({ name }) => name),
        );
    const kept = only && namesIn(only);
    const left = new Set([...without, ...(except ? namesIn(except) : [])]);
    const rows = of(file)
        .properties(type)
        .filter(({ name }) => !name.startsWith("__") && !left.has(name) && (kept?.has(name) ?? true))
        .map((row) => {
            const type = types[row.name] ?? row.type;
            return Object.assign({}, row, { type, default: defaults[row.name] ?? row.default });
        });
    const parts = isOutput
        ? []
        : rows.filter(({ properties, name }) => properties.length > 0 && !table.apart?.includes(name));
    return [
        `## ${heading}`,
        ...(says ? [says] : []),
        tableOf(rows, isOutput),
        ...parts.flatMap(({ name, properties }) => {
            const model = MODELS[name];
            return [`### ${name}`, tableOf(flat(model ? of(model.file).properties(model.type) : properties), isOutput)];
        }),
    ];
}

/** Properties at any depth, each by its path. What has a table of its own is not repeated. */
const flat = (properties: readonly Documented[], before = ""): readonly Documented[] =>
    properties.flatMap((one) => {
        const name = `${before}${one.name}`;
        const path = one.type.startsWith("list") ? `${name}[].` : `${name}.`;
        return [Object.assign({}, one, { name }), ...(APART.has(one.name) ? [] : flat(one.properties, path))];
    });

function tableOf(rows: readonly Documented[], isOutput: boolean): string {
    const heads = isOutput ? ["output", "meaning"] : ["argument", "type", "default", "meaning"];
    const cells = rows.map((row) => {
        const { name, type, meaning } = row;
        return isOutput ? [`\`${name}\``, meaning] : [`\`${name}\``, inCode(type), defaultOf(row), meaning];
    });
    return [heads, heads.map(() => "---"), ...cells]
        .map((row) => `| ${row.map((cell) => cell.replaceAll("|", "\\|")).join(" | ")} |`)
        .join("\n");
}

const inCode = (type: string): string => (type.includes("object") ? type : `\`${type}\``);
const defaultOf = ({ default: value, isRequired }: Documented): string =>
    value ?? (isRequired ? "required" : "libvirt decides");
