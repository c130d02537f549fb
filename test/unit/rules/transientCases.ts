import type { CasesOf } from "../../support/cases";
import { both, bridged, byAddress, macvtap, p, pair, t } from "./teams";

export const transientCases = {
    "transient-is-a-vf": {
        keeps: [pair, t(byAddress)],
        breaks: [
            [t(bridged), ["transient", "bridge"]],
            [t(macvtap), ["transient", "direct"]],
        ],
    },
    "transient-model-is-virtio": {
        keeps: [pair, t(byAddress), t({ ...byAddress, model: "virtio" }), t({ model: undefined })],
        breaks: [
            [t({ model: "rtl8139" }), ["transient.model", "rtl8139"]],
            [t({ ...byAddress, model: "e1000" }), ["transient.model", "e1000"]],
            [t({ ...byAddress, model: "" }), ["transient.model", ""]],
        ],
    },
    "transient-model-is-given": {
        keeps: [pair, t(byAddress), t({ model: "rtl8139" })],
        breaks: [[t({ model: undefined }), ["transient.model", undefined]]],
    },
    "transient-in-a-root-port": {
        keeps: [
            pair,
            t({ guestAddress: "0000:05:00.0" }),
            both({ guestAddress: "0000:05:00.0" }, { guestAddress: "0000:06:00.0" }),
            p({ guestAddress: "0000:00:02.0" }),
        ],
        breaks: [
            [t({ guestAddress: "0000:00:02.0" }), ["transient.guestAddress", "0000:00:02.0"]],
            [t({ guestAddress: "0000:05:00.1" }), ["transient.guestAddress", "0000:05:00.1"]],
            [t({ guestAddress: "0000:05:01.0" }), ["transient.guestAddress", "0000:05:01.0"]],
            [
                both({ guestAddress: "0000:05:00.1" }, { guestAddress: "0000:05:00.0" }),
                ["transient.guestAddress", "0000:05:00.0"],
            ],
        ],
    },
    "transient-driver-by-address-only": {
        keeps: [pair, t({ ...byAddress, driver: { name: "vfio" } }), p({ driver: { name: "vhost" } })],
        breaks: [
            [t({ driver: { name: "vfio" } }), ["transient.driver", { name: "vfio" }]],
            [t({ driver: {} }), ["transient.driver", {}]],
        ],
    },
    "transient-has-no-mtu": {
        keeps: [pair, p({ mtu: 9000 })],
        breaks: [
            [t({ mtu: 9000 }), ["transient.mtu", 9000]],
            [t({ ...byAddress, mtu: 9000 }), ["transient.mtu", 9000]],
        ],
    },
    "transient-has-no-link-state": {
        keeps: [pair, p({ link: "down" }), t({ link: "up" })],
        breaks: [[t({ link: "down" }), ["transient.link", "down"]]],
    },
    "transient-has-no-bandwidth": {
        keeps: [pair, p({ bandwidth: { inbound: { average: 1 } } })],
        breaks: [
            [t({ bandwidth: { inbound: { average: 5 } } }), ["transient.bandwidth", { inbound: { average: 5 } }]],
            [t({ bandwidth: {} }), ["transient.bandwidth", {}]],
            [t({ bandwidth: { outbound: { peak: 5 } } }), ["transient.bandwidth", { outbound: { peak: 5 } }]],
        ],
    },
    "transient-has-no-target": {
        keeps: [pair, p({ target: "tap0" })],
        breaks: [[t({ target: "tap0" }), ["transient.target", "tap0"]]],
    },
    "transient-has-no-filter": {
        keeps: [pair, p({ filterref: { filter: "f" } })],
        breaks: [
            [t({ filterref: { filter: "f" } }), ["transient.filterref", { filter: "f" }]],
            [t({ ...byAddress, filterref: { filter: "" } }), ["transient.filterref", { filter: "" }]],
        ],
    },
    "transient-is-not-isolated": {
        keeps: [pair, p({ isolated: true })],
        breaks: [
            [t({ isolated: true }), ["transient.isolated", true]],
            [t({ ...byAddress, isolated: true }), ["transient.isolated", true]],
            [t({ ...byAddress, isolated: false }), ["transient.isolated", false]],
        ],
    },
    "transient-driver-is-vfio": {
        keeps: [
            pair,
            t({ ...byAddress, driver: { name: "vfio" } }),
            t({ ...byAddress, driver: {} }),
            t({ ...byAddress, driver: { name: "vfio", model: "mlx5_vfio_pci" } }),
            p({ driver: { name: "vhost", queues: 4 } }),
        ],
        breaks: [
            [t({ ...byAddress, driver: { name: "kvm" } }), ["transient.driver.name", "kvm"]],
            [
                t({ ...byAddress, driver: { name: "vfio", queues: 4, iommu: true, host: {} } }),
                ["transient.driver.queues", 4],
                ["transient.driver.iommu", true],
                ["transient.driver.host", {}],
            ],
        ],
    },
    "driver-model-needs-newer-libvirt": {
        keeps: [pair, t({ ...byAddress, driver: { name: "vfio" } }), p({ driver: { model: "m" } })],
        breaks: [
            [
                t({ ...byAddress, driver: { name: "vfio", model: "mlx5_vfio_pci" } }),
                ["transient.driver.model", "mlx5_vfio_pci"],
            ],
        ],
    },
} satisfies Partial<CasesOf<"transient">>;
