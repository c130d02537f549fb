import { createHash } from "node:crypto";

/** Options of {@link guestXml}. */
export interface GuestOptions {
    /** @default libvirt makes one up */
    readonly uuid?: string;
    /** `<interface>` and `<hostdev>` elements. @default none */
    readonly interfaces?: readonly string[];
}

/**
 * A guest that can be defined anywhere: q35 with eight free PCIe root ports, so that both halves of a pair can be
 * plugged; no disk; nothing that would take a root port. Type `qemu` needs no /dev/kvm.
 */
export function guestXml(name: string, { uuid, interfaces = [] }: GuestOptions = {}): string {
    const rootPorts = Array.from({ length: 8 }, () => "<controller type='pci' model='pcie-root-port'/>");
    const absent = ["<controller type='usb' model='none'/>", "<memballoon model='none'/>"];
    return `<domain type='qemu'>
  <name>${escape(name)}</name>${uuid ? `\n  <uuid>${uuid}</uuid>` : ""}
  <memory unit='MiB'>64</memory>
  <vcpu>1</vcpu>
  <os><type arch='x86_64' machine='q35'>hvm</type></os>
  <features><acpi/></features>
  <devices>
    <emulator>/usr/bin/qemu-system-x86_64</emulator>
    <controller type='pci' index='0' model='pcie-root'/>
    ${[...rootPorts, ...absent, ...interfaces].join("\n    ")}
  </devices>
</domain>
`;
}

/** An isolated network for persistent halves. Its bridge has a name of its own, as libvirt would else pick one. */
export function plainNetworkXml(name: string): string {
    const bridge = `lab-${createHash("sha256").update(name).digest("hex").slice(0, 8)}`;
    return `<network>\n  <name>${escape(name)}</name>\n  <bridge name='${bridge}'/>\n</network>\n`;
}

function escape(text: string): string {
    return text.replaceAll("&", "&amp;").replaceAll("<", "&lt;");
}
