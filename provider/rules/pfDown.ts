import { findingIf, type Finding } from "./rule";

/** A physical function, with its link as libvirt tells it. */
interface Pf {
    readonly name: string;
    readonly link?: "up" | "down" | "missing" | undefined;
}

/** Source of the rules of a PF that is down. */
export const NOT_ONLINE =
    "libvirt 9.0, observed at guest start: [1/0] Unable to configure VF 0 of PF 'enp7s0f0' because the PF is not online";

/** Returns the finding about a PF that is down, for the guests of a pool. */
export const STARTS_NO_GUEST =
    "libvirt starts no guest with a VF of a PF that is down. A PF without a cable carries no traffic.";

/** How to mend a PF whose link is down. */
export const setUp = (pf = "PF"): string =>
    `Run "ip link set ${pf} up" on the host, and make that permanent in its network configuration. If it is already up, check its cable.`;

/** Finding of a pool whose PF is down. */
export const pfDown = (pf: Pf | undefined): readonly Finding[] =>
    findingIf(pf?.link === "down", {
        property: "pf",
        found: pf?.name,
        problem: "is down",
        allowed: "a physical function whose link is up",
        fix: setUp(pf?.name),
    });
