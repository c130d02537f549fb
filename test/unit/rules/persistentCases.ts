import type { CasesOf } from "../../support/cases";
import { both, bridged, byAddress, macvtap, p, pair } from "./teams";

export const persistentCases = {
    "persistent-is-not-a-vf": {
        keeps: [pair, p(bridged), p(macvtap)],
        breaks: [
            [p(byAddress), ["persistent", "hostdev"]],
            [p({ ...byAddress, managed: undefined, model: "virtio" }), ["persistent", "hostdev"]],
            [both({ ...byAddress, managed: undefined, model: "virtio" }, byAddress), ["persistent", "hostdev"]],
        ],
    },
    "persistent-is-virtio": {
        keeps: [pair, p({ model: "virtio-transitional" }), p({ model: "virtio-non-transitional" })],
        breaks: [
            [p({ model: "e1000" }), ["persistent.model", "e1000"]],
            [p({ model: undefined }), ["persistent.model", undefined]],
        ],
    },
    "persistent-word-is-known": {
        keeps: [pair, p({ driver: { txmode: "timer" } }), p(macvtap), p({ ...macvtap, mode: "passthrough" })],
        breaks: [
            [p({ ...macvtap, mode: "veppa" }), ["persistent.mode", "veppa"]],
            [p({ driver: { txmode: "threads" } }), ["persistent.driver.txmode", "threads"]],
        ],
    },
    "persistent-mtu-joins-team": {
        keeps: [pair, p({ mtu: 1500 }), p({ mtu: 9000 })],
        breaks: [[p({ mtu: 1499 }), ["persistent.mtu", 1499]]],
    },
    "persistent-names-no-partner": {
        keeps: [pair],
        breaks: [[p({ persistent: "ua-net0-vf" }), ["persistent.persistent", "ua-net0-vf"]]],
    },
    "persistent-driver-is-virtio": {
        keeps: [pair, p({ driver: { name: "vhost" } }), p({ driver: { name: "qemu", queues: 4 } }), p({ driver: {} })],
        breaks: [
            [p({ driver: { name: "vfio" } }), ["persistent.driver.name", "vfio"]],
            [p({ driver: { name: "" } }), ["persistent.driver.name", ""]],
            [
                p({ driver: { name: "kvm", model: "m" } }),
                ["persistent.driver.name", "kvm"],
                ["persistent.driver.model", "m"],
            ],
        ],
    },
    "queues-in-range": {
        keeps: [
            pair,
            p({ driver: { queues: 256 } }),
            p({ driver: { queues: 1, rxQueueSize: 256, txQueueSize: 512 } }),
            p({ driver: { queues: 256, rxQueueSize: 1024 } }),
        ],
        breaks: [
            [p({ driver: { queues: 257 } }), ["persistent.driver.queues", 257]],
            [p({ driver: { queues: 0 } }), ["persistent.driver.queues", 0]],
            [
                p({ driver: { rxQueueSize: 0, txQueueSize: 300 } }),
                ["persistent.driver.rxQueueSize", 0],
                ["persistent.driver.txQueueSize", 300],
            ],
            [p({ driver: { rxQueueSize: 2048 } }), ["persistent.driver.rxQueueSize", 2048]],
        ],
    },
    "target-has-no-reserved-prefix": {
        keeps: [pair, p({ target: "tap-web1" }), p({ target: "myvnet" }), p({ target: "Vnet0" })],
        breaks: [
            [p({ target: "vnet0" }), ["persistent.target", "vnet0"]],
            [p({ target: "vnet" }), ["persistent.target", "vnet"]],
            [p({ ...macvtap, target: "macvtap-a" }), ["persistent.target", "macvtap-a"]],
            [p({ ...bridged, target: "macvlan3" }), ["persistent.target", "macvlan3"]],
        ],
    },
    "target-is-a-device-name": {
        keeps: [pair, p({ target: "tap-123456789ab" }), p({ target: "täp.1" })],
        breaks: [
            [p({ target: "" }), ["persistent.target", ""]],
            [p({ target: "tap-123456789abc" }), ["persistent.target", "tap-123456789abc"]],
            [p({ target: "täp-123456789ab" }), ["persistent.target", "täp-123456789ab"]],
            [p({ target: "a b" }), ["persistent.target", "a b"]],
            [p({ target: "a/b" }), ["persistent.target", "a/b"]],
            [p({ target: "a:1" }), ["persistent.target", "a:1"]],
            [p({ target: ".." }), ["persistent.target", ".."]],
        ],
    },
    "bandwidth-has-an-average": {
        keeps: [
            pair,
            p({ bandwidth: { outbound: { average: 1, peak: 5 } } }),
            p({ bandwidth: {} }),
            p({ bandwidth: { inbound: { average: 1, peak: 0, burst: 0, floor: 0 }, outbound: { average: 1 } } }),
            p({ bandwidth: { inbound: { floor: 1 } } }),
            p({ bandwidth: { outbound: { average: 2 ** 32 } } }),
        ],
        breaks: [
            [p({ bandwidth: { outbound: { peak: 5 } } }), ["persistent.bandwidth.outbound", { peak: 5 }]],
            [p({ bandwidth: { inbound: {} } }), ["persistent.bandwidth.inbound", {}]],
            [
                p({ bandwidth: { inbound: { average: 0, floor: 1 }, outbound: { average: 0, peak: 5 } } }),
                ["persistent.bandwidth.inbound", { average: 0, floor: 1 }],
                ["persistent.bandwidth.outbound", { average: 0, peak: 5 }],
            ],
            [p({ bandwidth: { outbound: { burst: 5 } } }), ["persistent.bandwidth.outbound", { burst: 5 }]],
            [p({ bandwidth: { inbound: { floor: 0 } } }), ["persistent.bandwidth.inbound", { floor: 0 }]],
            [
                p({ bandwidth: { inbound: { floor: 1, peak: 0 } } }),
                ["persistent.bandwidth.inbound", { floor: 1, peak: 0 }],
            ],
            [
                p({ bandwidth: { inbound: { floor: 1, peak: 2 } } }),
                ["persistent.bandwidth.inbound", { floor: 1, peak: 2 }],
            ],
            [
                p({ bandwidth: { inbound: { floor: 1, burst: 2 } } }),
                ["persistent.bandwidth.inbound", { floor: 1, burst: 2 }],
            ],
        ],
    },
    "bandwidth-floor-needs-network": {
        keeps: [
            pair,
            p({ bandwidth: { inbound: { floor: 5 } } }),
            p({ ...bridged, bandwidth: { inbound: { average: 5, floor: 0 } } }),
        ],
        breaks: [
            [p({ ...bridged, bandwidth: { inbound: { floor: 5 } } }), ["persistent.bandwidth.inbound.floor", 5]],
            [
                p({ ...macvtap, bandwidth: { inbound: { average: 9, floor: 5 } } }),
                ["persistent.bandwidth.inbound.floor", 5],
            ],
        ],
    },
    "filter-has-a-name": {
        keeps: [pair, p({ filterref: { filter: "clean-traffic" } })],
        breaks: [[p({ filterref: { filter: "" } }), ["persistent.filterref.filter", ""]]],
    },
    "filter-parameter-has-legal-characters": {
        keeps: [
            pair,
            p({ filterref: { filter: "any name" } }),
            p({ filterref: { filter: "f", parameters: [{ name: "IP_1", value: "10.0.0.1" }] } }),
            p({
                filterref: {
                    filter: "f",
                    parameters: [
                        { name: "IP", value: "10.0.0.1" },
                        { name: "IP", value: "10.0.0.1" },
                        { name: "a_1", value: "fe80::1_A" },
                    ],
                },
            }),
        ],
        breaks: [
            [
                p({ filterref: { filter: "f", parameters: [{ name: "IP-1", value: "10.0.0.1" }] } }),
                ["persistent.filterref.parameters[0].name", "IP-1"],
            ],
            [
                p({ filterref: { filter: "f", parameters: [{ name: "", value: "" }] } }),
                ["persistent.filterref.parameters[0].name", ""],
                ["persistent.filterref.parameters[0].value", ""],
            ],
            [
                p({
                    filterref: {
                        filter: "f",
                        parameters: [
                            { name: "IP", value: "10.0.0.1,10.0.0.2" },
                            { name: "a-b", value: "x" },
                            { name: "a", value: "x-y" },
                            { name: "a", value: "x\n" },
                        ],
                    },
                }),
                ["persistent.filterref.parameters[0].value", "10.0.0.1,10.0.0.2"],
                ["persistent.filterref.parameters[1].name", "a-b"],
                ["persistent.filterref.parameters[2].value", "x-y"],
                ["persistent.filterref.parameters[3].value", "x\n"],
            ],
        ],
    },
} satisfies CasesOf<"persistent">;
