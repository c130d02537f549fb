import type { Nic } from "../../../provider/model/interface";
import type { Team } from "../../../provider/rules";

export const mac = "52:54:00:aa:bb:01";
const persistent: Nic = {
    type: "network",
    mac,
    network: "lan",
    model: "virtio",
    teaming: "persistent",
    alias: "ua-net0",
};
const transient: Nic = {
    type: "network",
    mac,
    network: "vfpool",
    model: "virtio",
    teaming: "transient",
    persistent: "ua-net0",
    alias: "ua-net0-vf",
};
export const pair: Team = { persistent, transient };

export type Change = { readonly [K in keyof Nic]?: Nic[K] | undefined };
/** A half with some fields changed; undefined leaves one out. */
function changed(nic: Nic, change: Change): Nic {
    return Object.fromEntries(Object.entries({ ...nic, ...change }).filter(([, value]) => value !== undefined)) as Nic;
}
export const p = (change: Change): Team => ({ persistent: changed(persistent, change), transient });
export const t = (change: Change): Team => ({ persistent, transient: changed(transient, change) });
export const both = (change: Change, other: Change = change): Team => ({ ...p(change), transient: t(other).transient });

export const byAddress: Change = {
    type: "hostdev",
    network: undefined,
    address: "0000:07:10.1",
    model: undefined,
    managed: true,
};
export const bridged: Change = { type: "bridge", network: undefined, bridge: "br0" };
export const macvtap: Change = { type: "direct", network: undefined, direct: "enp1s0", mode: "bridge" };
