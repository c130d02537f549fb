import { GUEST_INITRAMFS } from "./hostFiles";
import { KERNEL_IN_TREE } from "./tree";

export const GUEST = "web1";
/** The address that the guest gives its teamed NIC (inside/guestInit.sh). */
export const GUEST_IP = "10.9.0.77";
/** File of a host with the output of the guest's console. */
export const GUEST_CONSOLE = `/var/log/libvirt/qemu/${GUEST}.console`;

/** A guest without a NIC, with free root ports for one. What it starts from is the same on both hosts, and so it can migrate. */
export function labGuestXml(): string {
    const rootPorts = Array.from({ length: 6 }, () => "<controller type='pci' model='pcie-root-port'/>");
    return `<domain type='kvm'>
  <name>${GUEST}</name>
  <uuid>5f0c7a1e-0b7e-4c1c-9a55-7f2d3c1b0a01</uuid>
  <memory unit='MiB'>256</memory>
  <vcpu>1</vcpu>
  <os>
    <type arch='x86_64' machine='q35'>hvm</type>
    <kernel>${KERNEL_IN_TREE}</kernel>
    <initrd>${GUEST_INITRAMFS}</initrd>
    <cmdline>console=ttyS0 quiet loglevel=4 panic=-1 net.ifnames=0 mitigations=off nokaslr nowatchdog</cmdline>
  </os>
  <features><acpi/><apic/></features>
  <cpu mode='host-passthrough' migratable='on'/>
  <on_reboot>destroy</on_reboot>
  <devices>
    <emulator>/usr/bin/qemu-system-x86_64</emulator>
    <controller type='pci' index='0' model='pcie-root'/>
    ${rootPorts.join("\n    ")}
    <controller type='usb' model='none'/>
    <serial type='file'>
      <source path='${GUEST_CONSOLE}' append='on'/>
      <target port='0'/>
    </serial>
    <memballoon model='none'/>
  </devices>
</domain>
`;
}
