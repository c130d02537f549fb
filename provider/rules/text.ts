import { findingIf, rulesFor } from "./rule";
import { formatValue } from "./words";

/** Word that libvirt does not know, and the one that it is near to. */
export interface Misspelt {
    readonly path: string;
    readonly found: string;
    readonly meant: string;
}

/** Value in a document, and its place. */
interface Written {
    readonly path: string;
    readonly text: string;
}

/** Text of a document, with mistakes that only a text can have. An absent part does not concern it. */
export interface TextDocument {
    /** Elements of which libvirt reads the first, e.g. `/network/vlan[2]`. */
    readonly repeated?: readonly string[];
    readonly misspelt?: readonly Misspelt[];
    readonly uuids?: readonly Written[];
    readonly names?: readonly Written[];
    /** `<forward>` of a network, where it lists VFs or a PF. */
    readonly forward?: { readonly mode?: string | undefined; readonly lists: "pf" | "address" } | undefined;
}

/** A second <pf> is for a rule of pools. */
const SECOND_PF = /^\/network\/forward\[1\]\/pf\[\d+\]$/;

/** Tells whether libvirt reads a text as a UUID: hyphens and blanks may stand anywhere. Source: virUUIDParse */
const isUuid = (text: string): boolean => /^[0-9a-f]{32}$/i.test(text.replace(/[-\s]/g, ""));

/** Rules of the text of documents. */
export const textRules = rulesFor<TextDocument>()(
    {
        id: "element-stands-once",
        severity: "error",
        libvirt: ["drops", "refuses"],
        says: "libvirt reads the first element of a name and drops the others without an error.",
        source: "libvirt 9.0, observed for every element of networks and interfaces: the first is kept; against the schema [92/5]; of <inbound> and <outbound> [35/0] Only one child <inbound> element allowed",
        reads: ["repeated"],
        check: ({ repeated = [] }) =>
            repeated
                .filter((path) => !path.endsWith("[1]") && !SECOND_PF.test(path))
                .map((property) => ({
                    property,
                    found: property.replace(/^.*\/(.*)\[\d+\]$/, "$1"),
                    problem: "occurs more than once",
                    allowed: "one such element",
                    fix: "Remove all but one.",
                })),
    },
    {
        id: "word-is-known",
        severity: "error",
        libvirt: ["drops", "refuses"],
        says: "libvirt drops an unknown word without an error, or refuses the document.",
        source: "libvirt 9.0, observed: <foward> is dropped and leaves an isolated network, <teamming> is dropped and leaves two interfaces; [67/19] unknown forwarding type, [27/19] nat forwarding requested without a mode, [67/20] unknown teaming type, [27/5] Invalid value for attribute 'type'; against the schema [92/5]",
        reads: ["misspelt"],
        check: ({ misspelt = [] }) =>
            misspelt.flatMap(({ path, found, meant }) =>
                findingIf(found !== meant, {
                    property: path,
                    found,
                    problem: "is unknown to libvirt",
                    allowed: meant,
                    fix: `Write ${formatValue(meant)}.`,
                }),
            ),
    },
    {
        id: "forward-mode-is-hostdev",
        severity: "error",
        libvirt: ["refuses", "accepts"],
        says: "Only a network with forward mode hostdev gives VFs to guests. libvirt reads a <forward> without a mode as nat.",
        source: "libvirt 9.0, observed: [27/19] nat forwarding requested, but no IP address provided; with an <ip> it defines, and no guest gets a VF",
        reads: ["forward"],
        check: ({ forward }) =>
            forward === undefined || forward.mode === "hostdev"
                ? []
                : [
                      {
                          property: "/network/forward/@mode",
                          found: forward.mode,
                          problem: 'is not "hostdev"',
                          allowed: `"hostdev" beside <${forward.lists}>`,
                          fix: `Write <forward mode='hostdev'>, or remove <${forward.lists}>.`,
                      },
                  ],
    },
    {
        id: "uuid-is-well-formed",
        severity: "error",
        libvirt: ["refuses"],
        says: "libvirt refuses a UUID that does not have 32 hexadecimal digits.",
        source: "libvirt 9.0, observed: [1/19] and [1/20] malformed uuid element",
        reads: ["uuids"],
        check: ({ uuids = [] }) =>
            uuids
                // libvirt makes one for an empty element
                .filter(({ text }) => text !== "" && !isUuid(text))
                .map(({ path, text }) => ({
                    property: path,
                    found: text,
                    problem: "is not a UUID",
                    allowed: "a UUID such as 09b11c53-8b5c-4eeb-8f00-d84eaa0aaa4f",
                    fix: "Correct it, or leave it out: libvirt then generates one.",
                })),
    },
    {
        id: "name-has-no-outer-blanks",
        severity: "warning",
        libvirt: ["accepts"],
        says: "libvirt keeps the blanks at the ends of a name. A guest that names it without the blanks does not find it.",
        source: "libvirt 9.0, observed: <name> p </name> and network='pool ' are kept as they are",
        reads: ["names"],
        check: ({ names = [] }) =>
            names.flatMap(({ path, text }) =>
                findingIf(/^[ \t]|[ \t]$/.test(text), {
                    property: path,
                    found: text,
                    problem: "starts or ends with a blank",
                    allowed: formatValue(text.trim()),
                    fix: "Remove the blanks.",
                }),
            ),
    },
);
