import { findingIf, rulesFor } from "./rule";
import { eachHalf, HALF_NAMES, ofBoth, SOURCES, TEAMING, typeOfSource, type Team } from "./team";
import { formatValue, LEAVE_OUT } from "./words";

const sources = SOURCES.map(([, source]) => source);
const PLACES = ["boot", "acpiIndex", "guestAddress"] as const;
const UNICAST = /^[0-9a-f][02468ace](:[0-9a-f]{2}){5}$/;

/** Rules of two interfaces that form a pair. */
export const pairRules = rulesFor<Team>()(
    {
        id: "half-has-one-source",
        severity: "error",
        libvirt: ["refuses", "drops", "does not start"],
        says: "libvirt connects an interface to one source. It refuses none or several, or the guest does not start.",
        source: "libvirt.org/formatdomain.html#network-interfaces; libvirt 9.0, observed: [27/20] interface type='network' requires a 'source' element, [27/5] Missing required attribute 'bridge' for an empty bridge; of two sources it keeps that of the type; an empty network name is accepted and fails at start [43/19], an empty bridge beside an mtu with [38/0] Cannot get interface MTU; libvirt 11.3, observed of an address without a type: [67/20] unknown host device source address type",
        reads: ofBoth(...sources),
        check: eachHalf((half, nic) => {
            const given = sources.filter((source) => nic[source] !== undefined);
            if (given.length === 1 && typeOfSource(nic) !== undefined) return [];
            const known = half === "persistent" ? "network, bridge, direct" : "network, address";
            return [
                {
                    property: half,
                    found:
                        given.length === 0
                            ? undefined
                            : Object.fromEntries(given.map((source) => [source, nic[source]])),
                    subject: `the ${HALF_NAMES[half]}`,
                    problem: sourcesOf(given),
                    allowed: `exactly one of ${known}`,
                    fix: given.length > 1 ? `Keep one of ${given.join(", ")}.` : `Set one of ${known}.`,
                },
            ];
        }),
    },
    {
        id: "half-type-matches-source",
        severity: "error",
        libvirt: ["refuses", "drops"],
        says: "The type of an interface follows from its source.",
        source: "libvirt.org/formatdomain.html#network-interfaces; libvirt 9.0, observed: [27/5] Missing required attribute 'bridge' in element 'source', [27/20] missing source address type; libvirt 11.3: [67/20] unknown host device source address type",
        reads: ofBoth("type", ...sources),
        check: eachHalf((half, nic) => {
            const type = typeOfSource(nic);
            return findingIf(type !== undefined && type !== nic.type, {
                property: `${half}.type`,
                found: nic.type,
                problem: `does not match the source of the ${HALF_NAMES[half]}`,
                allowed: formatValue(type),
                fix: `Write ${formatValue(type)}.`,
                inProgram: LEAVE_OUT,
            });
        }),
    },
    {
        id: "half-has-teaming-type",
        severity: "error",
        libvirt: ["accepts", "refuses"],
        says: "libvirt pairs two interfaces by their <teaming> elements alone.",
        source: `${TEAMING}; libvirt 9.0, observed: [67/20] unknown teaming type; and for a VF half without an alias`,
        reads: ["persistent.teaming", "transient.teaming"],
        check: eachHalf((half, { teaming }) =>
            findingIf(teaming !== half, {
                property: `${half}.teaming`,
                found: teaming,
                problem: `is not ${formatValue(half)}`,
                allowed: formatValue(half),
                fix: `Write <teaming type='${half}'>.`,
                inProgram: LEAVE_OUT,
            }),
        ),
    },
    {
        id: "transient-names-persistent",
        severity: "error",
        libvirt: ["accepts", "refuses"],
        says: "The VF half names the alias of the virtio half. libvirt accepts any name, and the pair then never forms.",
        source: `${TEAMING}, NB1; libvirt 9.0, observed: [67/20] teaming persistent attribute must be set if teaming type is 'transient'`,
        reads: ["transient.persistent", "persistent.alias"],
        check: ({ persistent: { alias }, transient: { persistent: named } }) =>
            findingIf(named !== alias || named === undefined, {
                property: "transient.persistent",
                found: named,
                problem: "is not the alias of the virtio half",
                allowed: formatValue(alias ?? "the alias of the virtio half"),
                fix: alias === undefined ? "Name the alias of the virtio half." : `Write ${formatValue(alias)}.`,
                inProgram: LEAVE_OUT,
            }),
    },
    {
        id: "alias-starts-with-ua",
        severity: "error",
        libvirt: ["drops", "accepts", "refuses"],
        says: 'libvirt drops an alias without the prefix "ua-", so the pair never forms.',
        source: `${TEAMING}, NB1; libvirt, domain_conf.h USER_ALIAS_PREFIX; libvirt 9.0, observed: an empty one is against the schema [92/5]`,
        reads: ["persistent.alias", "transient.alias"],
        check: eachHalf((half, { alias }) =>
            // the VF half may lack an alias: no other half names it, and libvirt generates one
            findingIf(!alias?.startsWith("ua-") && (half === "persistent" || alias !== undefined), {
                property: `${half}.alias`,
                found: alias,
                problem: 'does not start with "ua-"',
                allowed: 'an alias that starts with "ua-"',
                fix: alias ? `Use ${formatValue(`ua-${alias}`)}.` : 'Set one, such as "ua-net0".',
            }),
        ),
    },
    {
        id: "alias-has-legal-characters",
        severity: "error",
        libvirt: ["drops", "refuses"],
        says: 'libvirt drops an alias with characters other than letters, digits, "_" and "-". The pair then never forms.',
        source: "libvirt, domain_conf.c USER_ALIAS_CHARS; libvirt 9.0, observed: against the schema [92/5]",
        reads: ["persistent.alias", "transient.alias"],
        check: eachHalf((half, { alias }) =>
            alias === undefined || (/^[A-Za-z0-9_-]*$/.test(alias) && alias !== "ua-")
                ? []
                : [
                      {
                          property: `${half}.alias`,
                          found: alias,
                          problem:
                              alias === "ua-"
                                  ? 'has nothing after "ua-"'
                                  : 'has characters other than letters, digits, "_" and "-"',
                          allowed: 'letters, digits, "_" and "-", something after "ua-"',
                          fix: `Use ${formatValue(alias.replace(/[^A-Za-z0-9_-]/g, "-").replace(/^ua-$/, "ua-net0"))}.`,
                      },
                  ],
        ),
    },
    {
        id: "aliases-differ",
        severity: "error",
        libvirt: ["refuses"],
        says: "An alias names one device of a guest, and libvirt refuses a second one.",
        source: "libvirt 9.0, [67/20] non unique alias detected",
        reads: ["persistent.alias", "transient.alias"],
        check: ({ persistent, transient }) =>
            persistent.alias === undefined || persistent.alias !== transient.alias
                ? []
                : [
                      {
                          property: "transient.alias",
                          found: transient.alias,
                          problem: "is also the alias of the virtio half",
                          allowed: `another alias than that of the virtio half`,
                          fix: `Use ${formatValue(`${persistent.alias}-vf`)}, or leave it out.`,
                      },
                  ],
    },
    {
        id: "mac-is-unicast",
        severity: "error",
        libvirt: ["refuses", "accepts"],
        says: "The MAC of an interface is not zero and not multicast: its second digit is even.",
        source: "libvirt 9.0, [27/20] for multicast and malformed; zero is accepted and the guest has no working NIC",
        reads: ["persistent.mac", "transient.mac"],
        check: eachHalf((half, { mac }) =>
            findingIf(mac !== undefined && (!UNICAST.test(mac) || mac === "00:00:00:00:00:00"), {
                property: `${half}.mac`,
                found: mac,
                problem: "is not a unicast MAC",
                allowed: "a unicast MAC such as 52:54:00:12:34:56",
                fix: "Correct it.",
                inProgram: "In a program, you can leave it out: the provider then derives one.",
            }),
        ),
    },
    {
        id: "halves-share-mac",
        severity: "error",
        libvirt: ["accepts"],
        says: "The guest finds the halves of a pair by their common MAC, and libvirt does not compare them.",
        source: `${TEAMING}, NB2`,
        reads: ["persistent.mac", "transient.mac"],
        check: ({ persistent, transient }) =>
            findingIf(persistent.mac === undefined || persistent.mac !== transient.mac, {
                property: "transient.mac",
                found: transient.mac,
                problem:
                    persistent.mac === undefined
                        ? "differs from the virtio half, whose MAC is missing"
                        : `differs from ${formatValue(persistent.mac)} on the virtio half`,
                allowed: inOther(persistent.mac),
                fix: "Use one MAC on both halves.",
                inProgram: "In a program, set mac on the resource.",
            }),
    },
    {
        id: "halves-differ-in-boot-and-address",
        severity: "error",
        libvirt: ["refuses", "accepts"],
        says: "Each half has its own PCI address, boot order and ACPI index.",
        source: "libvirt 9.0, observed: [27/20] Attempted double use of PCI Address, [67/20] boot order is already used; of an acpi-index nothing on q35, and QEMU 7.2 on pc-i440fx: a PCI device with acpi-index already exist",
        reads: ofBoth(...PLACES),
        check: ({ persistent, transient }) =>
            PLACES.flatMap((field) =>
                findingIf(persistent[field] !== undefined && persistent[field] === transient[field], {
                    property: `transient.${field}`,
                    found: transient[field],
                    problem: "is also set on the virtio half",
                    allowed: "another value than on the virtio half",
                    fix: "Change it, or leave it out.",
                }),
            ),
    },
);

const sourcesOf = (given: readonly string[]): string => {
    if (given.length > 1) return `has ${given.length} sources, ${given.join(" and ")}`;
    return given.length === 0 ? "has no source" : `has an empty ${given.join("")}`;
};

function inOther(mac: string | undefined): string {
    return mac === undefined ? "a MAC, the same on both halves" : `${formatValue(mac)}, as on the virtio half`;
}
