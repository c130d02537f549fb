import ts from "typescript";
import { compiled, exportsOf } from "./compiled";

/** Reads the types and docstrings of a declaration file with the compiler's own API. */

/** Property of a type, as its declaration tells it. */
export interface Documented {
    readonly name: string;
    /** Its type, without `undefined`. */
    readonly type: string;
    readonly isRequired: boolean;
    /** Docstring without tags, on one line. */
    readonly meaning: string;
    /** Text of `@default`; undefined where there is none. */
    readonly default: string | undefined;
    /** Properties of an object, or of the items of a list of objects. Empty for all else. */
    readonly properties: readonly Documented[];
}

/** Types of one file by their exported names. */
export class Declarations {
    readonly #checker: ts.TypeChecker;
    readonly #exports: readonly ts.Symbol[];

    /** @param file a `.d.ts` */
    constructor(file: string) {
        const program = compiled(file);
        this.#checker = program.getTypeChecker();
        this.#exports = exportsOf(program, file);
    }

    /** Properties of an exported type, in the order of their declaration. */
    properties(name: string): readonly Documented[] {
        return this.#propertiesOf(this.#checker.getDeclaredTypeOfSymbol(this.#symbol(name)));
    }

    /** Docstring of an exported type or class. */
    meaning(name: string): string {
        return onOneLine(this.#symbol(name).getDocumentationComment(this.#checker));
    }

    #symbol(name: string): ts.Symbol {
        const symbol = this.#exports.find((one) => one.name === name);
        if (!symbol) throw new Error(`${name} is not exported.`);
        return symbol.flags & ts.SymbolFlags.Alias ? this.#checker.getAliasedSymbol(symbol) : symbol;
    }

    #propertiesOf(type: ts.Type): readonly Documented[] {
        return this.#checker.getPropertiesOfType(type).map((symbol) => this.#documented(symbol));
    }

    /** Name of a type in the reference, and the object among its alternatives. */
    #shapeOf(type: ts.Type): { readonly word: string; readonly structure: ts.Type | undefined } {
        const isStructure = (one: ts.Type): boolean =>
            (one.flags & (ts.TypeFlags.Object | ts.TypeFlags.Intersection)) !== 0 &&
            one.getCallSignatures().length === 0 &&
            this.#checker.getPropertyOfType(one, "toLowerCase") === undefined;
        // any other text, in a set that libvirt may widen
        const isOpen = (one: ts.Type): boolean => one.isIntersection();
        const toText = (one: ts.Type): string =>
            this.#checker.typeToString(one, undefined, ts.TypeFormatFlags.NoTruncation);
        const structure = (type.isUnion() ? type.types : [type]).find(isStructure);
        if (structure === undefined) return { word: toText(type).replaceAll("(string & {}) | ", ""), structure };
        const others = type.isUnion() ? type.types.filter((one) => one !== structure && !isOpen(one)).map(toText) : [];
        return { word: [...new Set(others), "object"].join(" or "), structure };
    }

    #documented(symbol: ts.Symbol): Documented {
        const checker = this.#checker;
        const type = checker.getNonNullableType(checker.getTypeOfSymbol(symbol));
        const item = checker.isArrayType(type) ? checker.getIndexTypeOfType(type, ts.IndexKind.Number) : undefined;
        const { word, structure } = this.#shapeOf(item ?? type);
        const tag = symbol.getJsDocTags(checker).find((one) => one.name === "default");
        return {
            name: symbol.name,
            type: item ? `list of ${word}s` : word,
            isRequired: (symbol.flags & ts.SymbolFlags.Optional) === 0,
            meaning: onOneLine(symbol.getDocumentationComment(checker)),
            default: tag && onOneLine(tag.text),
            properties: structure ? this.#propertiesOf(structure) : [],
        };
    }
}

const onOneLine = (parts: readonly ts.SymbolDisplayPart[] | undefined): string =>
    ts
        .displayPartsToString([...(parts ?? [])])
        .replaceAll(/\s+/g, " ")
        .trim();
