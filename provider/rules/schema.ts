import { rulesFor } from "./rule";

/** Parts of a document that libvirt's schema refuses. */
export interface SchemaDocument {
    /** XPaths of elements and attributes. */
    readonly refused: readonly string[];
}

/** Rule of documents that `lint` holds against libvirt's schema, where the machine has it. */
export const schemaRules = rulesFor<SchemaDocument>()({
    id: "in-schema",
    severity: "warning",
    libvirt: ["drops", "refuses"],
    says: "libvirt drops a part that its schema does not allow, or refuses the document when it validates.",
    source: "libvirt's schemas network.rng and domain.rng; libvirt 9.0, observed: [92/5] XML document failed to validate against schema",
    reads: ["refused"],
    check: ({ refused }) =>
        refused.map((property) => ({
            property,
            found: property.replace(/^.*\/@?/, "").replace(/\[\d+\]$/, ""),
            problem: "is not valid in the schema of libvirt",
            allowed: "a part that the schema of libvirt allows in this place",
            fix: "Correct its spelling, value or place, or remove it.",
        })),
});

const elementOf = (path: string): string => path.replace(/\/@[^/]*$/, "").replaceAll("[1]", "");
/** A document or a device of a guest: what is said of one as a whole says nothing of its parts. */
const WHOLE = /^\/\w+$|^\/domain\/devices\/\w+(\[\d+\])?$/;

/** Returns a path of an element, and the paths of all above it. */
const upwards = (path: string): readonly string[] => {
    const steps = path.split("/");
    return steps.slice(1).map((_, above) => steps.slice(0, steps.length - above).join("/"));
};

/** Returns who tells whether other findings are about the element of a path, about a part of it, or about what it is a part of. */
export function saidIn(others: readonly string[]): (path: string) => boolean {
    const elements = new Set(others.map(elementOf));
    const withAllAbove = new Set([...elements].flatMap(upwards));
    return (path) => {
        const refused = elementOf(path);
        return withAllAbove.has(refused) || upwards(refused).some((above) => elements.has(above) && !WHOLE.test(above));
    };
}
