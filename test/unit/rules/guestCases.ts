import type { Guest, GuestDevice } from "../../../provider/rules";
import type { CasesOf } from "../../support/cases";

const at = (number: number, device: Partial<GuestDevice>): GuestDevice => {
    const { element = "interface" } = device;
    return { path: `/domain/devices/${element}[${number}]`, element, ...device };
};
const virtio: Partial<GuestDevice> = { alias: "ua-net0", mac: "52:54:00:aa:bb:01", teaming: "persistent" };
const vf: Partial<GuestDevice> = {
    alias: "ua-net0-vf",
    mac: "52:54:00:aa:bb:01",
    teaming: "transient",
    persistent: "ua-net0",
};
const other: Partial<GuestDevice> = { alias: "ua-lan", mac: "52:54:00:ff:ff:ff" };
const usb: Partial<GuestDevice> = { element: "hostdev", assigned: true, migratable: true };
const card: Partial<GuestDevice> = { element: "hostdev", assigned: true, hostAddress: "0000:07:10.3" };
/** A VF by its address. */
const assigned: Partial<GuestDevice> = { ...vf, assigned: true, hostAddress: "0000:07:10.1" };

const guest = (...devices: readonly Partial<GuestDevice>[]): Guest => ({
    machine: "pc-q35-7.2",
    devices: devices.map((device, i) => at(i + 1, device)),
});
const paired = guest(virtio, vf);
const crowded = guest(virtio, vf, other);
const none: Guest = { devices: [] };

export const guestCases: CasesOf<"guest"> = {
    "hostdev-half-has-no-mac": {
        keeps: [paired, none, guest(virtio, assigned), guest(virtio, vf, card)],
        breaks: [
            [
                guest(virtio, { ...assigned, element: "hostdev", mac: undefined }),
                ["/domain/devices/hostdev[2]/mac/@address", undefined],
            ],
            [
                guest(virtio, { ...assigned, element: "hostdev" }),
                ["/domain/devices/hostdev[2]/mac/@address", "52:54:00:aa:bb:01"],
            ],
        ],
    },
    "persistent-exists": {
        keeps: [paired, none, guest(vf, virtio), guest({ ...virtio, teaming: undefined }, vf), guest(virtio)],
        breaks: [
            [
                guest(virtio, { ...vf, persistent: "ua-net1" }),
                ["/domain/devices/interface[2]/teaming/@persistent", "ua-net1"],
            ],
            [guest(vf), ["/domain/devices/interface[1]/teaming/@persistent", "ua-net0"]],
            [
                guest({ ...vf, persistent: "ua-net0-vf" }),
                ["/domain/devices/interface[1]/teaming/@persistent", "ua-net0-vf"],
            ],
            [
                guest({ ...virtio, element: "disk" }, vf),
                ["/domain/devices/interface[2]/teaming/@persistent", "ua-net0"],
            ],
        ],
    },
    "persistent-has-a-transient": {
        keeps: [paired, none, guest(other, vf), guest(virtio, { ...vf, element: "hostdev" })],
        breaks: [
            [guest(virtio), ["/domain/devices/interface[1]/teaming", "ua-net0"]],
            [
                guest({ ...virtio, alias: undefined }, { ...vf, persistent: undefined }),
                ["/domain/devices/interface[1]/teaming", undefined],
            ],
        ],
    },
    "one-transient-per-persistent": {
        keeps: [paired, none, guest(virtio, vf, { ...vf, persistent: "ua-net1" })],
        breaks: [
            [
                guest(virtio, vf, { ...vf, alias: "ua-vf1" }),
                ["/domain/devices/interface[3]/teaming/@persistent", "ua-net0"],
            ],
        ],
    },
    "alias-once-in-guest": {
        // what two halves share is said of the pair, and what other devices share is no business of a team
        keeps: [paired, crowded, none, guest(other, other), guest(virtio, { ...vf, alias: "ua-net0" })],
        breaks: [
            [
                guest(virtio, vf, { ...other, alias: "ua-net0" }),
                ["/domain/devices/interface[3]/alias/@name", "ua-net0"],
            ],
            [
                guest({ element: "disk", alias: "ua-net0-vf" }, virtio, vf),
                ["/domain/devices/interface[3]/alias/@name", "ua-net0-vf"],
            ],
        ],
    },
    "mac-once-in-guest": {
        keeps: [paired, crowded, none, guest(other, other)],
        breaks: [
            [
                guest(virtio, vf, { ...other, mac: virtio.mac }),
                ["/domain/devices/interface[3]/mac/@address", "52:54:00:aa:bb:01"],
            ],
        ],
    },
    "vf-once-in-guest": {
        keeps: [
            paired,
            none,
            guest(virtio, assigned, { ...usb, hostAddress: "0000:07:10.2" }),
            guest(virtio, assigned),
            guest(usb, usb),
        ],
        breaks: [
            [
                guest(virtio, assigned, { ...usb, hostAddress: "0000:07:10.1" }),
                ["/domain/devices/hostdev[3]/source/address", "0000:07:10.1"],
            ],
        ],
    },
    "transient-in-a-pcie-port": {
        keeps: [
            paired,
            none,
            guest(virtio, { ...vf, controller: "pcie-root-port", multifunction: false }),
            guest(virtio, { ...vf, controller: "pcie-switch-downstream-port" }),
            guest({ ...other, controller: "pcie-to-pci-bridge", multifunction: true }),
        ],
        breaks: [
            [
                guest(virtio, { ...vf, controller: "pcie-to-pci-bridge" }),
                ["/domain/devices/interface[2]/address/@bus", "pcie-to-pci-bridge"],
            ],
            [
                guest(virtio, { ...vf, multifunction: true }),
                ["/domain/devices/interface[2]/address/@multifunction", "on"],
            ],
        ],
    },
};

export const migratingGuestCases: CasesOf<"migratingGuest"> = {
    "hostdev-blocks-migration": {
        keeps: [
            paired,
            none,
            guest(card),
            guest(virtio, assigned),
            guest(virtio, vf, usb),
            guest(virtio, vf, { ...card, migratable: true }),
        ],
        breaks: [
            [guest(virtio, vf, card), ["/domain/devices/hostdev[3]", "0000:07:10.3"]],
            [
                guest(virtio, vf, { ...other, assigned: true, hostAddress: "0000:07:10.2" }),
                ["/domain/devices/interface[3]", "0000:07:10.2"],
            ],
        ],
    },
    "teamed-hostdev-needs-newer-libvirt": {
        keeps: [paired, none, guest(usb)],
        breaks: [[guest(virtio, { ...vf, element: "hostdev" }), ["/domain/devices/hostdev[2]/teaming", "transient"]]],
    },
};

export const machineCases: CasesOf<"machine"> = {
    "guest-is-pcie": {
        keeps: [{ machine: "pc-q35-7.2" }, { machine: "q35" }, { machine: "virt-7.2" }],
        breaks: [
            [{ machine: "pc-i440fx-7.2" }, ["domain", "pc-i440fx-7.2"]],
            [{ machine: "pc" }, ["domain", "pc"]],
            [{}, ["domain", undefined]],
        ],
    },
};
