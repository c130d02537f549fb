import { findingIf, rulesFor } from "./rule";

/** Parts of the XML of a pool that no argument has. */
export interface PoolDocument {
    /** Paths, e.g. `/network/bridge`; an element that occurs twice is listed twice. */
    readonly beside: readonly string[];
    /** Elements directly in `<metadata>`, by their names. */
    readonly metadata: readonly string[];
    /** Whether it is a dump of a started network, and not its definition. */
    readonly live?: boolean;
}

/** Elements of other kinds of network. Source: networkValidateHostdev… (src/network/bridge_driver.c), compared with the daemon one by one */
const OF_OTHERS = /^\/network\/(bridge|ip|route|dns|domain|mac|mtu|bandwidth|forward\/nat)(\/|$)/;
const NAMED_DEVICES = /^\/network\/forward\/(@dev|interface)(\/|$)/;
const SECOND_PF = "/network/forward/pf";
/** Names that libvirt writes into the XML of a started network, and namespaces, which it keeps. */
const KEPT = /^\/network\/(@connections|forward\/(pf|interface)\/@connections|@xmlns\b.*|\w+:.*)$/;

/** Rules of what only XML can get wrong: arguments have no such thing. */
export const poolDocumentRules = rulesFor<PoolDocument>()(
    {
        id: "pool-has-no-bridge",
        severity: "error",
        libvirt: ["refuses", "accepts"],
        says: "A pool of VFs has no bridge on the host. It has no addresses, routes, names, MTU or bandwidth of its own.",
        source: "libvirt 9.0, observed: [67/19] or [27/19] for each; an empty one is accepted, and <dns> without a host or a record",
        reads: ["beside"],
        check: ({ beside }) =>
            beside
                .filter((path) => OF_OTHERS.test(path))
                .map((property) => ({
                    property,
                    found: property.slice(property.lastIndexOf("/") + 1),
                    problem: "does not belong to a pool",
                    allowed: "nothing in a network with forward mode hostdev",
                    fix: "Remove it.",
                })),
    },
    {
        id: "pool-devices-by-address",
        severity: "error",
        libvirt: ["refuses"],
        says: "A pool lists its VFs by PCI address, or by their <pf>.",
        source: "libvirt 9.0, observed: [67/19] hostdev networks require all devices to be listed by PCI address, not network device name; [27/19] the <forward> 'dev' attribute cannot be used when <address> or <pf> sub-elements are present",
        reads: ["beside"],
        check: ({ beside }) =>
            beside
                .filter((path) => NAMED_DEVICES.test(path))
                .map((property) => ({
                    property,
                    found: property.slice(property.lastIndexOf("/") + 1),
                    problem: "lists VFs by device name",
                    allowed: "<address type='pci' …/> for each VF, or <pf dev='…'/>",
                    fix: "Write <address type='pci' …/> with the PCI address of the VF, as `lspci -D` prints it.",
                })),
    },
    {
        id: "pool-has-one-pf",
        severity: "error",
        libvirt: ["refuses"],
        says: "A pool has one PF.",
        source: "libvirt 9.0, observed: [27/19] Only one <pf> element is allowed in <forward> of network",
        reads: ["beside"],
        check: ({ beside }) =>
            findingIf(beside.includes(SECOND_PF), {
                property: `${SECOND_PF}[2]`,
                found: beside.filter((path) => path === SECOND_PF).length + 1,
                subject: "the pool",
                problem: `has ${beside.filter((path) => path === SECOND_PF).length + 1} PFs`,
                allowed: "one <pf>",
                fix: "Create one network for each PF.",
            }),
    },
    {
        id: "metadata-has-namespaces",
        severity: "error",
        libvirt: ["drops"],
        says: "libvirt drops an element of <metadata> that has no namespace.",
        source: "libvirt 9.0, observed at define",
        reads: ["metadata"],
        check: ({ metadata }) =>
            metadata.flatMap((name, i) =>
                findingIf(!name.includes(":"), {
                    property: `/network/metadata/*[${i + 1}]`,
                    found: name,
                    problem: "has no namespace",
                    allowed: "elements with a prefix, whose xmlns is given",
                    fix: `Write <my:${name} xmlns:my='https://example.com/my'>.`,
                }),
            ),
    },
    {
        id: "network-is-a-definition",
        severity: "warning",
        libvirt: ["accepts", "drops"],
        says: "The dump of a started network lists the VFs of its <pf>. libvirt drops the <pf> when it defines such a dump.",
        source: "libvirt 9.0, observed: net-dumpxml of a started pool has <address> beside <pf>, and connections= while guests have VFs; net-define of it keeps the addresses alone",
        reads: ["live"],
        check: ({ live }) =>
            findingIf(live === true, {
                property: "/network",
                found: "a live dump, judged as the definition that it comes from",
                subject: "the document",
                problem: "is the dump of a started network",
                allowed: "a definition",
                fix: "Dump it with virsh net-dumpxml --inactive.",
            }),
    },
    {
        id: "pool-element-is-known",
        severity: "warning",
        libvirt: ["drops", "refuses"],
        says: "libvirt drops an unknown element without an error, or refuses the document when it validates.",
        source: "libvirt 9.0, observed: an unknown element is dropped; with VIR_NETWORK_DEFINE_VALIDATE [92/5]",
        reads: ["beside"],
        check: ({ beside }) =>
            beside
                .filter((path) => ![OF_OTHERS, NAMED_DEVICES, KEPT].some((known) => known.test(path)))
                .filter((path) => path !== SECOND_PF)
                .map((property) => ({
                    property,
                    found: property.slice(property.lastIndexOf("/") + 1),
                    problem: "is unknown in a pool",
                    allowed: "an element that libvirt.org/formatnetwork.html describes",
                    fix: "Remove it, or correct its spelling.",
                })),
    },
);
