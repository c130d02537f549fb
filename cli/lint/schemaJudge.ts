import { existsSync } from "node:fs";
import { join } from "node:path";
import type * as libxml2 from "libxml2-wasm" with { "resolution-mode": "import" };
import type { Document } from "../../provider/documents";
import { judge, ruleSets, saidIn, type Failure } from "../../provider/rules";
import { childOf, isElement, pathsBelow, write, type XmlNode } from "../../provider/xml";
import { refusedParts } from "./refusedParts";

/** Folders of the schemas in libvirt's packages. */
const FOLDER = "/usr/share/libvirt/schemas";

/** Roots that are judged, and the file that has the definition of each. */
const FILES: ReadonlyMap<string, string> = new Map([
    ["network", "network.rng"],
    ["domain", "domain.rng"],
    ["interface", "domain.rng"],
    ["hostdev", "domain.rng"],
]);

/** Characters of a document that are tried in all to find its refused parts. What would take longer is not named. */
const MOST_TRIED = 1_048_576;

/** Elements and attributes of a document that is judged. Guests of large hosts have a tenth of them. */
const MOST_PARTS = 10_000;
/** Attributes of an element that is judged: the schema needs a time that grows with their square. libvirt has none with 30. */
const MOST_ATTRIBUTES = 100;

/** Grammar that accepts one element of a schema: an interface alone is not one of libvirt's own starts. */
const grammarOf = (root: string, file: string): string =>
    `<grammar xmlns="http://relaxng.org/ns/structure/1.0"><include href="${file}"><start><ref name="${root}"/></start></include></grammar>`;

type Library = typeof libxml2;
type Validator = ReturnType<Library["RelaxNGValidator"]["fromDoc"]>;

/** Judge of documents by libvirt's schemas. It reads a schema once for all documents. */
export class SchemaJudge {
    readonly #library: Library;
    readonly #folder: string;
    readonly #validators = new Map<string, Validator>();

    private constructor(library: Library, folder: string) {
        this.#library = library;
        this.#folder = folder;
    }

    /** Returns a judge, or undefined where the machine has no schemas of libvirt. */
    static async find(folder = FOLDER): Promise<SchemaJudge | undefined> {
        if (![...FILES.values()].every((file) => existsSync(join(folder, file)))) return undefined;
        // the library is loaded here, so that no other caller pays for it
        const [library, { xmlRegisterFsInputProviders }] = await Promise.all([
            import("libxml2-wasm"),
            import("libxml2-wasm/lib/nodejs.mjs"),
        ]);
        xmlRegisterFsInputProviders();
        return new SchemaJudge(library, folder);
    }

    /** Returns what the schema refuses, without the elements that the document's own failures are about. */
    judge({ root, failures }: Pick<Document, "root" | "failures">): readonly Failure[] {
        const isSaid = saidIn(failures.map(({ property }) => property));
        const refused = this.#refusedIn(root).filter((path) => !isSaid(path));
        return judge(ruleSets.schema.rules, { refused });
    }

    #refusedIn(root: XmlNode): readonly string[] {
        if (!FILES.has(root.name) || isTooLarge(root) || this.#isValid(root.name, root)) return [];
        // a broken device is judged alone, since it makes its guest invalid as a whole
        const broken = this.#devicesOf(root).filter(([, device]) => !this.#isValid(device.name, device));
        const devices = new Set(broken.map(([, device]) => device));
        const isValidElsewhere = broken.length > 0 && this.#isValid(root.name, withoutDevices(root, devices));
        let left = MOST_TRIED;
        const holds =
            (name: string) =>
            (node: XmlNode): boolean => {
                if (left <= 0) return false;
                const xml = write(node);
                left -= xml.length;
                return this.#holds(name, xml);
            };
        const isValid = (node: XmlNode): boolean => holds(root.name)(withoutDevices(node, devices));
        return [
            ...broken.flatMap(([path, device]) => refusedParts(device, path, holds(device.name))),
            ...(isValidElsewhere ? [] : refusedParts(root, `/${root.name}`, isValid, devices)),
        ];
    }

    #devicesOf(root: XmlNode): readonly (readonly [path: string, device: XmlNode])[] {
        const devices = root.name === "domain" ? childOf(root, "devices") : undefined;
        if (!devices) return [];
        return pathsBelow(devices, "/domain/devices").filter(
            ([, { name }]) => name === "interface" || name === "hostdev",
        );
    }

    #isValid(name: string, node: XmlNode): boolean {
        return this.#holds(name, write(node));
    }

    #holds(name: string, xml: string): boolean {
        const { XmlDocument, XmlValidateError } = this.#library;
        const document = XmlDocument.fromString(xml);
        try {
            this.#validatorOf(name).validate(document);
            return true;
        } catch (error) {
            if (!(error instanceof XmlValidateError)) throw error;
            return false;
        } finally {
            document.dispose();
        }
    }

    #validatorOf(name: string): Validator {
        const known = this.#validators.get(name);
        if (known) return known;
        const { XmlDocument, RelaxNGValidator } = this.#library;
        // includes are found beside the file that the grammar is said to be
        const grammar = XmlDocument.fromString(grammarOf(name, FILES.get(name) ?? ""), {
            url: join(this.#folder, "focused.rng"),
        });
        const validator = RelaxNGValidator.fromDoc(grammar);
        grammar.dispose();
        this.#validators.set(name, validator);
        return validator;
    }
}

function isTooLarge(root: XmlNode): boolean {
    let parts = 0;
    const isWithin = ({ attrs, children }: XmlNode): boolean => {
        const attributes = Object.keys(attrs).length;
        parts += 1 + attributes;
        return attributes <= MOST_ATTRIBUTES && parts <= MOST_PARTS && children.filter(isElement).every(isWithin);
    };
    return !isWithin(root);
}

const withoutDevices = ({ name, attrs, children }: XmlNode, devices: ReadonlySet<XmlNode>): XmlNode => ({
    name,
    attrs,
    children: children.map((child) =>
        typeof child === "string" || child.name !== "devices"
            ? child
            : {
                  name: child.name,
                  attrs: child.attrs,
                  children: child.children.filter((one) => typeof one === "string" || !devices.has(one)),
              },
    ),
});
