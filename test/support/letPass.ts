import { defined } from "../../provider/xml";
import type { LetPass } from "./agreement";
import { unless, where } from "./byVersion";

const bySchema = (where: RegExp, reason: string, warns?: string): LetPass =>
    defined({
        refusal: [92, 5, /^XML document failed to validate against schema/] as const,
        where,
        reason,
        warns,
    });

/**
 * What libvirt refuses and our errors let pass. Halves are attached without being held against the schemas, which are
 * narrower than libvirt itself: what works is no error, although `virsh edit` asks back about such a guest.
 */
export const LET_PASS: readonly LetPass[] = [
    {
        refusal: [67, 19, /^unsupported configuration: device '.*' in network '.*' is not an SR-IOV Virtual Function$/],
        where: /<address type="pci"(?! domain="0x0000" bus="0x00" slot="0x00")/,
        reason: "which VFs there are the host knows: rule vf-of-pool-exists",
    },
    {
        refusal: [27, 20, /^XML error: Invalid PCI address .* slot must be <= 0$/],
        where: /<teaming type="persistent"\/>((?!<\/interface>)[^])*<address type="pci"/,
        reason: "which buses have one slot the guest knows: a virtio half may be plugged into a pcie-to-pci-bridge",
    },
    bySchema(/ portgroup="(?![\w.:\\/-]+")/, "which portgroups there are the host knows: rule portgroup-exists"),
    ...unless("keepsDriverModel", [
        bySchema(/<driver [^>]*model=/, "a later libvirt takes it", "driver-model-needs-newer-libvirt"),
    ]),
    ...where(
        "validatesNetworks",
        unless("keepsNetworkTitle", [
            bySchema(
                /<title>[^\n\r<]+<|<description[ />]/,
                "which libvirt it is the host knows: rule libvirt-knows-argument",
            ),
        ]),
    ),
    ...unless<LetPass>("takesFloorOfZero", [
        {
            refusal: [67, 0, /floor attribute is not supported for this config/],
            where: /floor="0"/,
            reason: "which libvirt it is the host knows: rule libvirt-takes-floor",
        },
    ]),
    ...unless<LetPass>("takesBurstOf32Bits", [
        {
            refusal: [82, 0, /is too big for 'burst' parameter/],
            where: / burst="\d{7,}"/,
            reason: "which libvirt it is the host knows: rule libvirt-takes-burst",
        },
    ]),
    bySchema(/<vlans|novel/, "a later libvirt may take it", "pool-element-is-known"),
    bySchema(/<(in|out)bound [^>]*(peak|burst|floor)="0"/, "a rate of 0 is none"),
    bySchema(/<(in|out)bound [^>]*="\d{10,}"/, "libvirt has 64 bits for a rate, and the schema 32"),
    bySchema(/<rom [^>]*file=""/, "QEMU takes an empty name for no ROM"),
    bySchema(/<filterref filter="(?![\w.:-]*")/, "libvirt defines filters of any name"),
    bySchema(/<target dev="(?=[^"]*[^\w.:\\/-])[^\s/:"]{1,15}"/, "Linux takes any characters in a device's name"),
    bySchema(/<parameters[^>]* profileid=""/, "an empty profile is none"),
    bySchema(/<virtualport type="midonet"(\/>|>(?!.*interfaceid))/, "its network completes it"),
];
