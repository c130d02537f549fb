import { refused } from "../provider/hostdevNetwork/effects";
import { poolMessage } from "../provider/hostdevNetwork/words";
import { unreachable } from "../provider/lifecycle/hostCheck";
import { RollbackFailed } from "../provider/lifecycle/rollback";
import { adviceOn } from "../provider/libvirt/advice";
import {
    DevicesUntold,
    LibvirtError,
    LibvirtMissing,
    LibvirtTimeout,
    VIR_ERR,
    type WaitsFor,
} from "../provider/libvirt/errors";
import type { ExampleOfMessage } from "./ruleMessages";

const OPEN = "virConnectOpenAuth";
const uri = "qemu+ssh://kvm1/system";

/** Connections that could not be opened: URI, libvirt's code and its words. */
const OPENINGS: readonly (readonly [uri: string, code: number, detail: string])[] = [
    [uri, VIR_ERR.SYSTEM_ERROR, "Permission denied"],
    ["qemu+tcp://kvm1/system", VIR_ERR.SYSTEM_ERROR, "Connection refused"],
    ["qemu+tcp://kvm1/system", VIR_ERR.AUTH_FAILED, "authentication failed"],
    ["qemu+tls://kvm1/system", VIR_ERR.SYSTEM_ERROR, "Connection refused"],
    ["qemu+tls://kvm1/system", VIR_ERR.AUTH_FAILED, "The certificate has expired"],
];
const TIMEOUTS: readonly (readonly [uri: string, waitedFor: WaitsFor])[] = [
    ["qemu:///system", "a connection"],
    [uri, "a connection"],
    [uri, "its turn"],
    [uri, "its answer"],
];
const vlan = { path: "vlan", before: undefined, after: 42 };
const web1 = { guest: "web1", alias: "ua-net0-vf", address: "0000:07:10.0" };

/** Returns the errors that can be made without a host. The words of libvirt itself stand at the end of some. */
export function errorMessages(): readonly ExampleOfMessage[] {
    const inUse = poolMessage("pool-in-use", "vfpool", { changes: [vlan], needs: "restart", holders: [web1] });
    const errors: readonly Error[] = [
        ...OPENINGS.map(([at, code, detail]) => new LibvirtError(OPEN, code, 7, detail, at, adviceOn(at, code))),
        ...TIMEOUTS.map(([at, waitedFor]) => {
            const advice = waitedFor === "a connection" ? adviceOn(at, "silent") : undefined;
            return new LibvirtTimeout("networkStart", at, 60, waitedFor, advice);
        }),
        new DevicesUntold(uri),
        new LibvirtMissing("libvirt.so.0: cannot open shared object file"),
        new RollbackFailed(new LibvirtError("virNetworkCreate", VIR_ERR.INTERNAL_ERROR, 19, "no VFs", uri), [
            "network vfpool is stopped: Connection refused",
        ]),
        refused(uri, "vfpool", [inUse]),
    ];
    return [
        ...errors.map(({ name, message }) => ({ id: name, text: message })),
        ...unreachable(uri, new Error("Connection refused")).unchecked.map((text) => ({ id: "not-checked", text })),
    ];
}
