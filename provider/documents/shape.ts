import { judge, mismatchFailure, ruleSets, type Failure } from "../rules";
import { amend, decodeWhatFits, xmlPath, type Fields, type ModelOf, type Table, type XmlNode } from "../xml";
import { pciNumbersIn } from "./numbers";
import { repeatedIn } from "./repeated";
import { knownTo } from "./words";

/** An element as far as it fits its table. */
export interface Shaped<M> {
    readonly model: Partial<M>;
    /** Properties whose value does not fit: rules about them wait. */
    readonly blocked: readonly string[];
    readonly failures: readonly Failure[];
    readonly unread: readonly string[];
    /** As this library writes it; as it was, where it does not fit. */
    readonly canonical: () => XmlNode;
}

/** Holds an element, which stands `at` an XPath, against its table. */
export function shaped<F extends Fields>(table: Table<F>, node: XmlNode, at: string): Shaped<ModelOf<F>> {
    const { model, unread, mismatches } = decodeWhatFits(table, node);
    /** Paths begin with the element's own name; in the document it stands elsewhere. */
    const inDocument = (path: string): string => at + path.slice(node.name.length + 1);
    const isIn = (path: string, above: string): boolean => path === above || /^[/[]/.test(path.slice(above.length));
    return {
        model,
        blocked:
            mismatches.length === 0
                ? []
                : Object.keys(table.fields).filter((key) => {
                      const above = `/${node.name}/${xmlPath(table, key)}`;
                      return mismatches.some(({ path }) => path.startsWith(above) && isIn(path, above));
                  }),
        failures: [
            ...mismatches.map((mismatch) => ({
                ...mismatchFailure(mismatch),
                property: inDocument(mismatch.path),
            })),
            ...judge(ruleSets.text.rules, { repeated: repeatedIn(knownTo(table), node, at) }),
            ...judge(ruleSets.pciNumbers.rules, { numbers: pciNumbersIn(node, at) }),
        ],
        unread: unread.map(inDocument),
        canonical: () => (mismatches.length === 0 ? amend(table, node, model as ModelOf<F>) : node),
    };
}
