import { findingIf, rulesFor } from "./rule";
import { eachHalf, ofBoth, SOURCES, TEAMING, typeOfSource, type Team } from "./team";
import { formatValue } from "./words";

const sources = SOURCES.map(([, source]) => source);
const PLACES = ["boot", "acpiIndex", "guestAddress"] as const;
const UNICAST = /^[0-9a-f][02468ace](:[0-9a-f]{2}){5}$/;

/** Rules of two interfaces that form a pair. */
export const pairRules = rulesFor<Team>()(
    {
        id: "half-has-one-source",
        severity: "error",
        libvirt: ["refuses", "drops", "does not start"],
        says: "an interface is connected to one thing.",
        source: "libvirt.org/formatdomain.html#network-interfaces; libvirt 9.0, observed: [27/20] interface type='network' requires a 'source' element, [27/5] Missing required attribute 'bridge' for an empty bridge; of two sources it keeps that of the type; an empty network name is accepted and fails at start [43/19], an empty bridge beside an mtu with [38/0] Cannot get interface MTU; libvirt 11.3, observed of an address without a type: [67/20] unknown host device source address type",
        reads: ofBoth(...sources),
        check: eachHalf((half, nic) => {
            const given = sources.filter((source) => nic[source] !== undefined);
            if (given.length === 1 && typeOfSource(nic) !== undefined) return [];
            const allowed =
                half === "persistent" ? "exactly one of network, bridge, direct" : "exactly one of network, address";
            return [
                {
                    property: half,
                    found:
                        given.length === 0
                            ? undefined
                            : Object.fromEntries(given.map((source) => [source, nic[source]])),
                    allowed,
                    fix: given.length > 1 ? `Keep one of ${given.join(", ")}.` : "Give one, and not an empty one.",
                },
            ];
        }),
    },
    {
        id: "half-type-matches-source",
        severity: "error",
        libvirt: ["refuses", "drops"],
        says: "the type of an interface follows from what it is connected to.",
        source: "libvirt.org/formatdomain.html#network-interfaces; libvirt 9.0, observed: [27/5] Missing required attribute 'bridge' in element 'source', [27/20] missing source address type; libvirt 11.3: [67/20] unknown host device source address type",
        reads: ofBoth("type", ...sources),
        check: eachHalf((half, nic) => {
            const type = typeOfSource(nic);
            return findingIf(type !== undefined && type !== nic.type, {
                property: `${half}.type`,
                found: nic.type,
                allowed: formatValue(type),
                fix: `Write ${formatValue(type)}, or in a program leave it out.`,
            });
        }),
    },
    {
        id: "half-has-teaming-type",
        severity: "error",
        libvirt: ["accepts", "refuses"],
        says: "libvirt pairs two interfaces by their <teaming> alone.",
        source: `${TEAMING}; libvirt 9.0, observed: [67/20] unknown teaming type; and of a transient half without an alias`,
        reads: ["persistent.teaming", "transient.teaming"],
        check: eachHalf((half, { teaming }) =>
            findingIf(teaming !== half, {
                property: `${half}.teaming`,
                found: teaming,
                allowed: formatValue(half),
                fix: `Write <teaming type='${half}'>, or in a program leave it out.`,
            }),
        ),
    },
    {
        id: "transient-names-persistent",
        severity: "error",
        libvirt: ["accepts", "refuses"],
        says: "the transient half names the alias of the persistent half; libvirt accepts any name, and the pair then never forms.",
        source: `${TEAMING}, NB1; libvirt 9.0, observed: [67/20] teaming persistent attribute must be set if teaming type is 'transient'`,
        reads: ["transient.persistent", "persistent.alias"],
        check: ({ persistent: { alias }, transient: { persistent: named } }) =>
            findingIf(named !== alias || named === undefined, {
                property: "transient.persistent",
                found: named,
                allowed: formatValue(alias ?? "the persistent half's alias"),
                fix: "Name it, or in a program leave it out.",
            }),
    },
    {
        id: "alias-starts-with-ua",
        severity: "error",
        libvirt: ["drops", "accepts", "refuses"],
        says: 'libvirt drops an alias that does not start with "ua-", so a pair that needs it would never form.',
        source: `${TEAMING}, NB1; libvirt, domain_conf.h USER_ALIAS_PREFIX; libvirt 9.0, observed: an empty one is against the schema [92/5]`,
        reads: ["persistent.alias", "transient.alias"],
        check: eachHalf((half, { alias }) =>
            // the transient half may lack an alias: nobody names it, and libvirt gives it one
            findingIf(!alias?.startsWith("ua-") && (half === "persistent" || alias !== undefined), {
                property: `${half}.alias`,
                found: alias,
                allowed: 'an alias that starts with "ua-"',
                fix: alias ? `Write ${formatValue(`ua-${alias}`)}.` : 'Give one, such as "ua-net0".',
            }),
        ),
    },
    {
        id: "alias-has-legal-characters",
        severity: "error",
        libvirt: ["drops", "refuses"],
        says: 'libvirt drops an alias with anything but letters, digits, "_" and "-", so the pair would never form.',
        source: "libvirt, domain_conf.c USER_ALIAS_CHARS; libvirt 9.0, observed: against the schema [92/5]",
        reads: ["persistent.alias", "transient.alias"],
        check: eachHalf((half, { alias }) =>
            alias === undefined || (/^[A-Za-z0-9_-]*$/.test(alias) && alias !== "ua-")
                ? []
                : [
                      {
                          property: `${half}.alias`,
                          found: alias,
                          allowed: 'letters, digits, "_" and "-", something after "ua-"',
                          fix: `Write ${formatValue(alias.replace(/[^A-Za-z0-9_-]/g, "-").replace(/^ua-$/, "ua-net0"))}.`,
                      },
                  ],
        ),
    },
    {
        id: "aliases-differ",
        severity: "error",
        libvirt: ["refuses"],
        says: "each half has an alias of its own.",
        source: "libvirt 9.0, [67/20] non unique alias detected",
        reads: ["persistent.alias", "transient.alias"],
        check: ({ persistent, transient }) =>
            persistent.alias === undefined || persistent.alias !== transient.alias
                ? []
                : [
                      {
                          property: "transient.alias",
                          found: transient.alias,
                          allowed: `another alias than the persistent half's`,
                          fix: `Write ${formatValue(`${persistent.alias}-vf`)}, or leave it out.`,
                      },
                  ],
    },
    {
        id: "mac-is-unicast",
        severity: "error",
        libvirt: ["refuses", "accepts"],
        says: "an interface has six bytes of MAC that are neither zero nor multicast (the second digit is even).",
        source: "libvirt 9.0, [27/20] for multicast and malformed; zero is accepted and the guest has no working NIC",
        reads: ["persistent.mac", "transient.mac"],
        check: eachHalf((half, { mac }) =>
            findingIf(mac !== undefined && (!UNICAST.test(mac) || mac === "00:00:00:00:00:00"), {
                property: `${half}.mac`,
                found: mac,
                allowed: "a unicast MAC such as 52:54:00:12:34:56",
                fix: "Correct mac, or leave it out: it is derived then.",
            }),
        ),
    },
    {
        id: "halves-share-mac",
        severity: "error",
        libvirt: ["accepts"],
        says: "the guest finds the two halves of a team by their common MAC; libvirt does not compare them.",
        source: `${TEAMING}, NB2`,
        reads: ["persistent.mac", "transient.mac"],
        check: ({ persistent, transient }) =>
            findingIf(persistent.mac === undefined || persistent.mac !== transient.mac, {
                property: "transient.mac",
                found: transient.mac,
                allowed: inOther(persistent.mac),
                fix: "Give both halves one MAC; in a program, give mac once, on the resource.",
            }),
    },
    {
        id: "halves-differ-in-boot-and-address",
        severity: "error",
        libvirt: ["refuses", "accepts"],
        says: "each half has a place of its own in the guest, in its boot order and among its ACPI indexes.",
        source: "libvirt 9.0, observed: [27/20] Attempted double use of PCI Address, [67/20] boot order is already used; of an acpi-index nothing on q35, and QEMU 7.2 on pc-i440fx: a PCI device with acpi-index already exist",
        reads: ofBoth(...PLACES),
        check: ({ persistent, transient }) =>
            PLACES.flatMap((field) =>
                findingIf(persistent[field] !== undefined && persistent[field] === transient[field], {
                    property: `transient.${field}`,
                    found: transient[field],
                    allowed: "another than the persistent half's",
                    fix: "Change it, or leave it out.",
                }),
            ),
    },
);

function inOther(mac: string | undefined): string {
    return mac === undefined ? "a MAC, the same on both halves" : `${formatValue(mac)}, as on the persistent half`;
}
