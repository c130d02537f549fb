import type { PciNumbers, PoolDocument } from "../../../provider/rules";
import type { CasesOf } from "../../support/cases";

const plain: PoolDocument = { beside: [], metadata: [] };
const beside = (...paths: readonly string[]): PoolDocument => ({ beside: paths, metadata: [] });

export const poolDocumentCases: CasesOf<"poolDocument"> = {
    "pool-has-no-bridge": {
        keeps: [plain, beside("/network/@connections", "/network/bridged")],
        breaks: [
            [beside("/network/bridge"), ["/network/bridge", "bridge"]],
            [
                beside("/network/bridge", "/network/forward/nat", "/network/mac", "/network/route"),
                ["/network/bridge", "bridge"],
                ["/network/forward/nat", "nat"],
                ["/network/mac", "mac"],
                ["/network/route", "route"],
            ],
        ],
    },
    "pool-devices-by-address": {
        keeps: [plain, beside("/network/bridge", "/network/@connections")],
        breaks: [
            [beside("/network/forward/interface"), ["/network/forward/interface", "interface"]],
            [
                beside("/network/forward/@dev", "/network/forward/interface"),
                ["/network/forward/@dev", "@dev"],
                ["/network/forward/interface", "interface"],
            ],
        ],
    },
    "pool-has-one-pf": {
        keeps: [plain],
        breaks: [
            [beside("/network/forward/pf"), ["/network/forward/pf[2]", 2]],
            [beside("/network/forward/pf", "/network/forward/pf"), ["/network/forward/pf[2]", 3]],
        ],
    },
    "metadata-has-namespaces": {
        keeps: [plain, { beside: [], metadata: ["my:note"] }],
        breaks: [
            [{ beside: [], metadata: ["note"] }, ["/network/metadata/*[1]", "note"]],
            [{ beside: [], metadata: ["my:note", "note"] }, ["/network/metadata/*[2]", "note"]],
        ],
    },
    "network-is-a-definition": {
        keeps: [{ ...plain, live: false }, plain],
        breaks: [[{ ...plain, live: true }, ["/network", "a live dump, judged as the definition that it comes from"]]],
    },
    "pool-element-is-known": {
        keeps: [
            plain,
            beside("/network/bridge", "/network/forward/interface", "/network/forward/pf", "/network/@connections"),
            beside("/network/dnsmasq:options", "/network/@xmlns:dnsmasq"),
        ],
        breaks: [
            [beside("/network/vlans"), ["/network/vlans", "vlans"]],
            [beside("/network/vlans", "/network/@trunk"), ["/network/vlans", "vlans"], ["/network/@trunk", "@trunk"]],
            [beside("/network/forward/address/@novel"), ["/network/forward/address/@novel", "@novel"]],
        ],
    },
};

const slot = (text: string): PciNumbers => ({
    numbers: [{ path: "/network/forward[1]/address[1]/@slot", text }],
});

export const pciNumberCases: CasesOf<"pciNumbers"> = {
    "pci-number-is-no-octal": {
        keeps: [slot("0x20"), { numbers: [] }, slot("0"), slot("00"), slot("07"), slot("16"), slot("08")],
        breaks: [
            [slot("020"), ["/network/forward[1]/address[1]/@slot", "020"]],
            [slot("010"), ["/network/forward[1]/address[1]/@slot", "010"]],
        ],
    },
};
