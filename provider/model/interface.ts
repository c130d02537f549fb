import {
    count,
    element,
    leaf,
    list,
    node,
    oneOf,
    onOff,
    openSet,
    opt,
    shortNode,
    text,
    yesNo,
    type Model,
} from "../xml";
import { bandwidth } from "./bandwidth";
import { mac } from "./mac";
import { asPciText, pciAddress } from "./pciAddress";
import { virtualport } from "./virtualport";
import { asVlan, vlan } from "./vlan";

const flag = (path: string) => opt(leaf(path, onOff));

const hostOffloads = element("host", {
    /** Checksums. */
    csum: flag("@csum"),
    /** Generic segmentation. */
    gso: flag("@gso"),
    /** TCP segmentation over IPv4. */
    tso4: flag("@tso4"),
    /** TCP segmentation over IPv6. */
    tso6: flag("@tso6"),
    /** TCP segmentation with ECN. */
    ecn: flag("@ecn"),
    /** UDP fragmentation. */
    ufo: flag("@ufo"),
    /** Receive buffers that span descriptors. */
    mrgRxbuf: flag("@mrg_rxbuf"),
});
const guestOffloads = element("guest", {
    /** Checksums. */
    csum: flag("@csum"),
    /** TCP segmentation over IPv4. */
    tso4: flag("@tso4"),
    /** TCP segmentation over IPv6. */
    tso6: flag("@tso6"),
    /** TCP segmentation with ECN. */
    ecn: flag("@ecn"),
    /** UDP fragmentation. */
    ufo: flag("@ufo"),
});

/** Source: libvirt.org/formatdomain.html#setting-nic-driver-specific-options */
const driver = element("driver", {
    /** Backend. Virtio half: `vhost` (in the kernel) or `qemu`. VF by address: `vfio`. */
    name: opt(leaf("@name", openSet("vhost", "qemu", "vfio", "kvm", "xen"))),
    /**
     * Kernel module that a VF by address is bound to instead of `vfio-pci`. libvirt 10.0 and later keeps it. An older libvirt
     * drops it without an error, so each preview would show it as missing. Check warns about it.
     */
    model: opt(leaf("@model", text)),
    /** Sender of packets. This and the following belong to the virtio half. */
    txmode: opt(leaf("@txmode", openSet("iothread", "timer"))),
    /** Whether I/O events go through a file descriptor. */
    ioeventfd: flag("@ioeventfd"),
    /** Whether interrupts are suppressed by event indexes. */
    eventIdx: flag("@event_idx"),
    /** Number of queues, for multiqueue, 1-256. @default 1 */
    queues: opt(leaf("@queues", count, { absent: 1 })),
    /** Entries of a receive ring: a power of two, 256-1024. */
    rxQueueSize: opt(leaf("@rx_queue_size", count)),
    /** Entries of a transmit ring: a power of two, 256-1024. vhost-user only. */
    txQueueSize: opt(leaf("@tx_queue_size", count)),
    /** Receive-side scaling in virtio. */
    rss: flag("@rss"),
    /** Whether the guest is told the hash of a packet. */
    rssHashReport: flag("@rss_hash_report"),
    /** Whether the device goes through an emulated IOMMU. */
    iommu: flag("@iommu"),
    /** Address translation services. */
    ats: flag("@ats"),
    /** Packed virtqueues. */
    packed: flag("@packed"),
    /** One page for each queue's notification. */
    pagePerVq: flag("@page_per_vq"),
    /** Offloads on the host's side. */
    host: opt(node("host", hostOffloads)),
    /** Offloads on the guest's side. */
    guest: opt(node("guest", guestOffloads)),
});

const parameter = element("parameter", {
    /** e.g. `IP`: letters, digits and `_`. */
    name: leaf("@name", text),
    /** e.g. `10.0.0.1`: letters, digits and any of `_.:`. */
    value: leaf("@value", text),
});
const filterref = element("filterref", {
    /** Name of an nwfilter on the host, e.g. `clean-traffic`. */
    filter: leaf("@filter", text),
    /** Variables of the filter. A name may stand several times, once for each of its values, in their order. */
    parameters: opt(list("parameter", parameter, { key: "name" })),
});

const rom = element("rom", {
    /** Whether the ROM is visible in the guest's memory map. Not beside `enabled: false`. */
    bar: flag("@bar"),
    /** Path of a ROM image on the host. Not beside `enabled: false`. */
    file: opt(leaf("@file", text)),
    /** Whether the device has a ROM. */
    enabled: opt(leaf("@enabled", yesNo)),
});

/** Changes that the running virtio half takes in place, and values that it gains from its network. */
const LIVE = { live: "update" } as const;
const RECONNECT = { live: "reconnect" } as const;
const GAINED = { gained: true } as const;

/**
 * One half of a team: an `<interface>` in the definition of a guest. A guest that is shut off has a change at its next
 * boot; of a running one, the virtio half takes some fields in place, and for all others, and for any of the VF half, the
 * device is reattached. The fields that change in place: qemuDomainChangeNet (src/qemu/qemu_hotplug.c), checked
 * against the daemon field by field; teamedNic/inPlace.ts has those that not every libvirt takes.
 * Source: libvirt.org/formatdomain.html#network-interfaces
 */
export const nic = element("interface", {
    /** Kind of source. It follows from `network`, `bridge`, `direct` or `address`. */
    type: leaf("@type", openSet("network", "bridge", "direct", "hostdev"), RECONNECT),
    /** VF by address: whether libvirt unbinds it from its host driver, and rebinds it afterwards. @default true */
    managed: opt(leaf("@managed", yesNo, { absent: false })),
    /** Whether the host follows the guest's own changes of MAC and receive filters. @default false */
    trustGuestRxFilters: opt(leaf("@trustGuestRxFilters", yesNo, { absent: false, ...RECONNECT, ...GAINED })),
    /** MAC address, the same on both halves. libvirt makes a random one where it is missing. */
    mac: opt(leaf("mac/@address", mac, { generated: true })),
    /** Name of a libvirt network. VF half: a hostdev network (a pool of VFs). Virtio half: any other. */
    network: opt(leaf("source/@network", text, RECONNECT)),
    /** Class of ports of that network. It needs `network`. */
    portgroup: opt(leaf("source/@portgroup", text, RECONNECT)),
    /** Name of a bridge on the host. */
    bridge: opt(leaf("source/@bridge", text, RECONNECT)),
    /** Name of a host device that a macvtap is put on. */
    direct: opt(leaf("source/@dev", text)),
    /** How a macvtap talks to its neighbours. It needs `direct`. @default "vepa" */
    mode: opt(leaf("source/@mode", openSet("vepa", "bridge", "private", "passthrough"), { absent: "vepa" })),
    /** PCI address of a VF on the host, e.g. `0000:07:10.1`. A pool is better: a fixed address exists on one host only. */
    address: opt(shortNode("source/address", pciAddress, asPciText)),
    /** VLAN of the port, 0-4095: a number, or `tags` and `trunk`. A VF takes one tag, no trunk, and no virtualport beside it. */
    vlan: opt(shortNode("vlan", vlan, asVlan, { ...LIVE, ...GAINED })),
    /** How a switch beyond the host is told about the port. */
    virtualport: opt(node("virtualport", virtualport, GAINED)),
    /** Whether the port may only reach the uplink of its bridge. It needs `network` or `bridge`, without a virtualport. Not on a VF. @default false */
    isolated: opt(leaf("port/@isolated", yesNo, { absent: false, ...LIVE, ...GAINED })),
    /** Quality of service. Not on a VF. */
    bandwidth: opt(node("bandwidth", bandwidth, { ...LIVE, ...GAINED })),
    /** Name of the host's tap or macvtap device. libvirt names it `vnetN` or `macvtapN` where it is missing. Not on a VF. */
    target: opt(leaf("target/@dev", text, { generated: true })),
    /** The device that the guest sees. @default "virtio" */
    model: opt(leaf("model/@type", openSet("virtio", "virtio-transitional", "virtio-non-transitional"))),
    /** Driver of the device. libvirt gives a running VF `{ name: "vfio" }` where it is missing. */
    driver: opt(node("driver", driver, { ...GAINED, given: { name: "vfio" } })),
    /** Which of the two halves this is. */
    teaming: opt(leaf("teaming/@type", openSet("persistent", "transient"))),
    /** On the transient half: alias of the persistent half. */
    persistent: opt(leaf("teaming/@persistent", text)),
    /** Packet filter of the host. It needs `network` or `bridge`. Not on a VF. */
    filterref: opt(node("filterref", filterref, LIVE)),
    /** Whether the guest sees a link. @default "up" */
    link: opt(leaf("link/@state", oneOf("up", "down"), { absent: "up", ...LIVE })),
    /** MTU in bytes of the tap device on the host and of the guest, 68-65535. It needs `network` or `bridge`. Not on a VF. */
    mtu: opt(leaf("mtu/@size", count)),
    /** Place in the order of boot devices, from 1 on. No other device of the guest has it. */
    boot: opt(leaf("boot/@order", count)),
    /** Boot ROM of the device. */
    rom: opt(node("rom", rom)),
    /** Alias of the interface. It starts with `ua-`, or libvirt drops it. The VF half names the alias of the virtio half. */
    alias: opt(leaf("alias/@name", text)),
    /** Number by which the guest's firmware names it (`eno5` for 5), 1-16383. libvirt has it since 7.3. */
    acpiIndex: opt(leaf("acpi/@index", count)),
    /** PCI address in the guest, e.g. `0000:05:00.0`, in domain 0. libvirt chooses one where it is missing. */
    guestAddress: opt(shortNode("address", pciAddress, asPciText, { generated: true })),
});
export type Nic = Model<typeof nic>;
