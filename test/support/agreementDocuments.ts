import { guestXml } from "../../lab/host";
import { rawHalf } from "./rawHalf";

const pf = "<pf dev='enp8s0f0'/>";
const pool = (inside: string, forward = `<forward mode='hostdev'>${pf}</forward>`): string =>
    `<network><name>p</name>${forward}${inside}</network>`;
const forward = (inside: string, attributes = ""): string =>
    pool("", `<forward mode='hostdev' ${attributes}>${inside}</forward>`);

/** Pools with what only XML can say: of each rule of provider/rules/poolDocument.ts, in the ways that libvirt tells apart. */
export const poolDocuments: readonly string[] = [
    // pool-has-no-bridge
    pool("<bridge name='lab-b9'/>"),
    pool("<bridge/>"),
    pool("<bridge stp='on' delay='0'/>"),
    pool("<ip address='10.0.0.1' netmask='255.0.0.0'/>"),
    pool("<route address='10.1.0.0' prefix='16' gateway='10.0.0.2'/>"),
    pool("<dns><host ip='10.0.0.3'><hostname>x</hostname></host></dns>"),
    pool("<dns><forwarder addr='10.0.0.3'/></dns>"),
    pool("<dns enable='no'/>"),
    pool("<domain name='x.y'/>"),
    pool("<mac address='52:54:00:11:22:33'/>"),
    pool("<mtu size='9000'/>"),
    pool("<bandwidth><inbound average='5'/></bandwidth>"),
    pool("<bandwidth/>"),
    forward(`<nat><port start='1' end='2'/></nat>${pf}`),
    // pool-devices-by-address
    forward("", "dev='enp8s0f0'"),
    forward(pf, "dev='enp8s0f0'"),
    forward("<interface dev='enp8s0f0'/>"),
    forward(`<interface dev='enp8s0f0'/>${pf}`),
    // pool-has-one-pf
    forward(`${pf}<pf dev='enp7s0f0'/>`),
    // metadata-has-namespaces
    pool("<metadata><note/></metadata>"),
    pool("<metadata><my:note xmlns:my='urn:example:my'/></metadata>"),
    // network-is-a-definition
    pool(
        "",
        `<forward mode='hostdev'>${pf}<address type='pci' bus='0x08' slot='0x10' function='0'/></forward>`,
    ).replace("<network>", "<network connections='1'>"),
    // pool-element-is-known
    pool("<vlans/>"),
    forward(`<novel/>${pf}`),
    forward("<pf dev='enp8s0f0' novel='1'/>"),
];

/** Networks, of each rule of provider/rules/text.ts, in the ways that libvirt tells apart. */
export const networkTexts: readonly string[] = [
    // element-stands-once
    pool("<vlan><tag id='1'/></vlan><vlan><tag id='2'/></vlan>"),
    pool(`<forward mode='hostdev'>${pf}</forward>`),
    pool("<portgroup name='a'><vlan><tag id='1'/></vlan><vlan><tag id='2'/></vlan></portgroup>"),
    // word-is-known
    pool("", `<foward mode='hostdev'>${pf}</foward>`),
    pool("", `<forward mode='hostdv'>${pf}</forward>`),
    pool("", `<forward mod='hostdev'>${pf}</forward>`),
    // forward-mode-is-hostdev
    pool("", `<forward>${pf}</forward>`),
    pool("<ip address='10.9.9.1' prefix='24'/>", `<forward mode='nat'>${pf}</forward>`),
    // uuid-is-well-formed
    pool("<uuid>abc</uuid>"),
    // name-has-no-outer-blanks
    pool("").replace(">p<", "> p <"),
];

const guest = (...devices: readonly string[]): string => guestXml("guest", { interfaces: devices });
const at = (bus: number, slot: number, attributes = ""): string =>
    `<address type='pci' domain='0' bus='${bus}' slot='${slot}' function='0' ${attributes}/>`;
const virtio = rawHalf("network");
const vf = (inside = ""): string => rawHalf("pool", { inside });
const address = "<source><address domain='0' bus='7' slot='0x10' function='1'/></source>";
const hostdev = (inside = ""): string =>
    `<hostdev mode='subsystem' type='pci' managed='yes'>${address}${inside}</hostdev>`;
const other = (inside: string): string => `<interface type='user'>${inside}</interface>`;

const onPc = (xml: string): string =>
    xml.replace("machine='q35'", "machine='pc'").replace(/<controller type='pci'[^>]*>/g, "");

/** Guests, of each rule of provider/rules/guest.ts and migration.ts. */
export const guestDocuments: readonly string[] = [
    guest(virtio, vf()),
    // persistent-exists, persistent-has-a-transient
    guest(vf()),
    guest(virtio),
    // one-transient-per-persistent
    guest(virtio, vf(), vf().replace("'ua-net0-vf'", "'ua-other-vf'")),
    // alias-once-in-guest
    guest(virtio, vf(), other("<alias name='ua-net0'/>")),
    // mac-once-in-guest
    guest(virtio, vf(), other("<mac address='52:54:00:aa:bb:01'/>")),
    // vf-once-in-guest
    guest(virtio, rawHalf("hostdev"), hostdev()),
    // transient-in-a-pcie-port
    guest("<controller type='pci' index='9' model='pcie-to-pci-bridge'/>", virtio, vf(at(9, 1))),
    guest(virtio, vf(at(5, 0, "multifunction='on'"))),
    // guest-is-pcie
    onPc(guest(virtio, vf())),
    // the same two without a virtio half, which keeps QEMU from making the VF before the guest asks for it
    guest(vf(at(5, 0, "multifunction='on'"))),
    onPc(guest(vf())),
    // hostdev-blocks-migration, teamed-hostdev-needs-newer-libvirt
    guest(virtio, vf(), hostdev()),
    guest(virtio, hostdev("<teaming type='transient' persistent='ua-net0'/>")),
];

/** Guests, of the same rules. */
export const guestTexts: readonly string[] = [
    // element-stands-once
    guest(rawHalf("network", { inside: "<mac address='52:54:00:aa:bb:02'/><model type='e1000'/>" }), vf()),
    guest(virtio, vf("<teaming type='persistent'/><source network='br'/>")),
    guest(rawHalf("network", { inside: "<bandwidth><inbound average='1'/><inbound average='2'/></bandwidth>" }), vf()),
    // word-is-known
    guest(virtio, vf().replace("<teaming", "<teamming")),
    guest(virtio.replace("type='network'", "type='netwrok'"), vf()),
    guest(virtio, vf().replace("type='transient'", "typ='transient'")),
    // uuid-is-well-formed
    guest(virtio, vf()).replace(/(<uuid>.*<\/uuid>)?<memory/, "<uuid>abc</uuid><memory"),
    // name-has-no-outer-blanks
    guest(virtio, vf()).replace("<name>guest", "<name> guest"),
];
