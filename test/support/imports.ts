import { existsSync, readdirSync, readFileSync } from "node:fs";
import { dirname, join, relative } from "node:path";
import ts from "typescript";

/** The package's own folder, seen from where this is compiled to. */
export const home = ((from: string): string => {
    let folder = from;
    while (!existsSync(join(folder, "package.json"))) folder = dirname(folder);
    return folder;
})(__dirname);

export interface Import {
    /** A file of ours, such as `provider/xml/read.ts`, or the name of a package. */
    readonly of: string;
    /** Whether only the compiler sees it. */
    readonly isType: boolean;
    /** Whether it is loaded by a function that is called: import() inside one. */
    readonly isLazy: boolean;
}
export interface Source {
    /** e.g. `provider/xml/read.ts` */
    readonly path: string;
    readonly imports: readonly Import[];
    /** Names of global things it uses, such as `Date` or `process.env`. */
    readonly globals: readonly string[];
}

/** The TypeScript files below some folders. */
export const sourcesIn = (...folders: readonly string[]): readonly Source[] =>
    folders.flatMap((folder) =>
        readdirSync(join(home, folder), { recursive: true, encoding: "utf8" })
            .filter((name) => name.endsWith(".ts"))
            .map((name) => sourceOf(join(folder, name))),
    );

function sourceOf(path: string): Source {
    const file = ts.createSourceFile(path, readFileSync(join(home, path), "utf8"), ts.ScriptTarget.Latest, true);
    const imports: Import[] = [];
    const globals = new Set<string>();
    const visit = (node: ts.Node): void => {
        const found = importIn(node);
        if (found) imports.push({ ...found, of: resolved(path, found.of) });
        const used = globalIn(node);
        if (used !== undefined) globals.add(used);
        ts.forEachChild(node, visit);
    };
    visit(file);
    return { path, imports, globals: [...globals] };
}

/** import, export from, import(), require(), and the type import("…"). */
function importIn(node: ts.Node): Import | undefined {
    if (ts.isImportDeclaration(node) && ts.isStringLiteral(node.moduleSpecifier)) {
        const clause = node.importClause;
        const bindings = clause?.namedBindings;
        const isEachType =
            clause?.name === undefined &&
            bindings !== undefined &&
            ts.isNamedImports(bindings) &&
            bindings.elements.every((element) => element.isTypeOnly);
        return {
            of: node.moduleSpecifier.text,
            isLazy: false,
            isType: clause?.phaseModifier === ts.SyntaxKind.TypeKeyword || isEachType,
        };
    }
    if (ts.isExportDeclaration(node) && node.moduleSpecifier && ts.isStringLiteral(node.moduleSpecifier))
        return { of: node.moduleSpecifier.text, isType: node.isTypeOnly, isLazy: false };
    if (ts.isImportTypeNode(node) && ts.isLiteralTypeNode(node.argument) && ts.isStringLiteral(node.argument.literal))
        return { of: node.argument.literal.text, isType: true, isLazy: false };
    if (!ts.isCallExpression(node)) return undefined;
    const [argument] = node.arguments;
    if (!argument || !ts.isStringLiteral(argument)) return undefined;
    const isImport = node.expression.kind === ts.SyntaxKind.ImportKeyword;
    if (!isImport && !/(^|\.)require(?!d)\w*(\(|$)/.test(node.expression.getText())) return undefined;
    const isLazy = isImport && ts.findAncestor(node, ts.isFunctionLike) !== undefined;
    return { of: argument.text, isType: false, isLazy };
}

function resolved(from: string, name: string): string {
    if (!name.startsWith(".")) return name;
    const target = join(dirname(from), name).replace(/\.js$/, ""); // import() names the file that node loads
    return existsSync(join(home, `${target}.ts`)) ? `${target}.ts` : relative(".", join(target, "index.ts"));
}

/** A name that stands for itself, such as `Date`, or a property of one, such as `process.env`. */
function globalIn(node: ts.Node): string | undefined {
    if (!ts.isIdentifier(node)) return undefined;
    const { parent } = node;
    const isMember = ts.isPropertyAccessExpression(parent) && parent.name === node;
    const isKey = (ts.isPropertyAssignment(parent) || ts.isPropertySignature(parent)) && parent.name === node;
    if (isMember || isKey) return undefined;
    return ts.isPropertyAccessExpression(parent) ? `${node.text}.${parent.name.text}` : node.text;
}
