import { groupedBy } from "../xml";
import { findingIf, rulesFor, type Finding } from "./rule";
import { formatValue } from "./words";

/** Device in the XML of a guest, as far as rules of teams ask. */
export interface GuestDevice {
    /** Path of its element, e.g. `/domain/devices/interface[2]`. */
    readonly path: string;
    /** `interface`, `hostdev`, or any other device. */
    readonly element: string;
    readonly alias?: string | undefined;
    readonly mac?: string | undefined;
    /** Address of the host's PCI device that it is, where the XML says so. */
    readonly hostAddress?: string | undefined;
    /** Type of its `<teaming>`. */
    readonly teaming?: string | undefined;
    /** Alias that its `<teaming>` names. */
    readonly persistent?: string | undefined;
    /** Model of the PCI controller that it is plugged into, e.g. `pcie-root-port`; undefined where that is not known. */
    readonly controller?: string | undefined;
    /** Whether other functions of its slot are in use. */
    readonly multifunction?: boolean | undefined;
    /** Whether the guest has it for itself: a device of the host, by its address. */
    readonly assigned?: boolean | undefined;
    /** Whether a guest may migrate with it although it is assigned. */
    readonly migratable?: boolean | undefined;
}

/** Guest, as its XML describes it. */
export interface Guest {
    /** Machine type, e.g. `pc-q35-7.2`. */
    readonly machine?: string | undefined;
    readonly devices: readonly GuestDevice[];
}

export const isTransient = ({ teaming }: GuestDevice): boolean => teaming === "transient";

/** Tells the virtio half that a VF half names. */
export type Partners<D extends GuestDevice> = (half: D) => D | undefined;

/** Returns who tells the partners among some devices. A guest may have thousands, so they are looked through once. */
export function partnersIn<D extends GuestDevice>(devices: readonly D[]): Partners<D> {
    const byAlias = groupedBy(
        devices.filter(({ element }) => element === "interface"),
        ({ alias }) => alias,
    );
    return (half) =>
        half.persistent === undefined ? undefined : byAlias.get(half.persistent)?.find((one) => one !== half);
}

/** Returns the devices that VF halves name as their virtio halves. */
const namedIn = (devices: readonly GuestDevice[], partnerOf: Partners<GuestDevice>): ReadonlySet<GuestDevice> =>
    new Set(devices.filter(isTransient).flatMap((half) => partnerOf(half) ?? []));

/** Finds what a device of a team shares with a device that is not its other half. */
function shared(
    devices: readonly GuestDevice[],
    key: "alias" | "mac" | "hostAddress",
    at: string,
    fix: string,
): readonly Finding[] {
    const partnerOf = partnersIn(devices);
    const named = namedIn(devices, partnerOf);
    const isOfTeam = (one: GuestDevice): boolean => one.teaming !== undefined || named.has(one);
    const byValue = groupedBy(devices, (one) => one[key]);
    return devices.flatMap((one) => {
        const value = one[key];
        const first = byValue.get(value)?.[0];
        if (value === undefined || !first || first === one || ![one, first].some(isOfTeam)) return [];
        // a rule of the pair finds what two halves share
        if (partnerOf(one) === first || partnerOf(first) === one) return [];
        return [
            {
                property: `${one.path}/${at}`,
                found: value,
                problem: `is in use by ${first.path}`,
                allowed: `another than that of ${first.path}`,
                fix,
            },
        ];
    });
}

/** Rules of the guest around a team, and of several teams in one guest. */
export const guestRules = rulesFor<Guest>()(
    {
        id: "persistent-exists",
        severity: "error",
        libvirt: ["accepts"],
        says: "The VF half names an interface of its own guest. libvirt accepts any name, and the pair then never forms.",
        source: "libvirt.org/formatdomain.html#teaming-a-virtio-hostdev-nic-pair, NB1; libvirt 9.0, observed at define and start",
        reads: ["devices"],
        check({ devices }) {
            const partnerOf = partnersIn(devices);
            return devices
                .filter((half) => isTransient(half) && half.persistent !== undefined && !partnerOf(half))
                .map(({ path, persistent }) => ({
                    property: `${path}/teaming/@persistent`,
                    found: persistent,
                    problem: "is not the alias of another interface of this guest",
                    allowed: "the alias of another interface of this guest",
                    fix: "Correct it, or add the virtio half.",
                }));
        },
    },
    {
        id: "persistent-has-a-transient",
        severity: "warning",
        libvirt: ["accepts"],
        says: "A virtio half without a VF half is an ordinary virtio interface.",
        source: "libvirt 9.0 and QEMU 7.2, observed: it starts, with failover=on",
        reads: ["devices"],
        check({ devices }) {
            const partnerOf = partnersIn(devices);
            const named = new Set(devices.map(partnerOf));
            return devices
                .filter((half) => half.teaming === "persistent" && !named.has(half))
                .map(({ path, alias }) => ({
                    property: `${path}/teaming`,
                    found: alias,
                    subject: "no VF half",
                    problem: "names this virtio half",
                    allowed: "a virtio half whose alias a VF half names",
                    fix: "Add the VF half, or remove <teaming>.",
                }));
        },
    },
    {
        id: "one-transient-per-persistent",
        severity: "error",
        libvirt: ["does not start"],
        says: "A virtio half stands by for one VF only, and QEMU refuses a second one.",
        source: "QEMU 7.2, observed at start: [1/10] Cannot attach more than one primary device",
        reads: ["devices"],
        check({ devices }) {
            const halves = devices.filter((half) => isTransient(half) && half.persistent !== undefined);
            const byAlias = groupedBy(halves, ({ persistent }) => persistent);
            return halves.flatMap((half) => {
                const first = byAlias.get(half.persistent)?.[0];
                return findingIf(first !== half, {
                    property: `${half.path}/teaming/@persistent`,
                    found: half.persistent,
                    problem: `is in use by ${first?.path ?? "another VF half"}`,
                    allowed: `another alias than ${first?.path ?? "the other"} names`,
                    fix: "Give this VF a virtio half of its own, or remove it.",
                });
            });
        },
    },
    {
        id: "alias-once-in-guest",
        severity: "error",
        libvirt: ["refuses"],
        says: "An alias names one device of a guest, and libvirt refuses a second one.",
        source: "libvirt 9.0, virDomainDefineXML [67/20] non unique alias detected",
        reads: ["devices"],
        check: ({ devices }) => shared(devices, "alias", "alias/@name", "Rename one of the two."),
    },
    {
        id: "mac-once-in-guest",
        severity: "error",
        libvirt: ["accepts"],
        says: "The guest tells its NICs apart by MAC. Another interface with the MAC of a pair breaks the pair.",
        source: "libvirt 9.0, observed: accepted; Linux, net_failover pairs by MAC",
        reads: ["devices"],
        check: ({ devices }) => shared(devices, "mac", "mac/@address", "Set another MAC on one of the two."),
    },
    {
        id: "vf-once-in-guest",
        severity: "error",
        libvirt: ["refuses"],
        says: "A guest cannot have one VF twice.",
        source: "libvirt 9.0, virDomainDefineXML [27/20] Hostdev already exists in the domain configuration",
        reads: ["devices"],
        check: ({ devices }) => shared(devices, "hostAddress", "source/address", "Use the address of another VF."),
    },
    {
        id: "transient-in-a-pcie-port",
        severity: "error",
        libvirt: ["does not start", "accepts"],
        says: "QEMU accepts the VF of a pair only as the single device of a PCIe port.",
        source: "libvirt 9.0 and QEMU 7.2, observed: it starts, as QEMU makes the VF when the guest asks for it, and refuses it then; without a virtio half at start [1/10] failover primary device must be on PCIExpress bus, primary device must be in its own PCI slot (hw/pci/pci.c)",
        reads: ["devices"],
        check: ({ devices }) =>
            devices.filter(isTransient).flatMap(({ path, controller, multifunction }) => [
                ...findingIf(controller !== undefined && !PORTS.includes(controller), {
                    property: `${path}/address/@bus`,
                    found: controller,
                    problem: "is not a PCIe port with hotplug",
                    allowed: `a bus that is a ${PORTS.join(" or a ")}`,
                    fix: "Remove the <address>. libvirt then chooses a port.",
                }),
                ...findingIf(multifunction === true, {
                    property: `${path}/address/@multifunction`,
                    found: "on",
                    problem: "puts several functions in one slot",
                    allowed: '"off"',
                    fix: "Remove it.",
                }),
            ]),
    },
);

/** The PCI controllers that a device can be plugged into, and out of. Source: libvirt.org/pci-hotplug.html */
const PORTS = ["pcie-root-port", "pcie-switch-downstream-port"];

/** Rules of the machine of a guest with a team. */
export const machineRules = rulesFor<Pick<Guest, "machine">>()({
    id: "guest-is-pcie",
    severity: "error",
    libvirt: ["does not start", "accepts"],
    says: "QEMU accepts the VF of a pair only on PCI Express. Machine q35 has it, and the default machine of libvirt does not.",
    source: "libvirt 9.0 and QEMU 7.2, observed on pc-i440fx: it starts, as QEMU makes the VF when the guest asks for it, and refuses it then; without a virtio half at start [1/10] failover primary device must be on PCIExpress bus",
    reads: ["machine"],
    check: ({ machine }) =>
        findingIf(!/q35|^virt/.test(machine ?? ""), {
            property: "domain",
            found: machine,
            subject: machine === undefined ? "the default machine" : `machine ${formatValue(machine)}`,
            problem: "has no PCI Express",
            allowed: "a guest with machine q35, or on ARM virt",
            fix: "Change the machine to q35 (virt on ARM). The operating system of the guest may need changes for it.",
        }),
});
