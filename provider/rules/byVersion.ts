import type { Nic } from "../model/interface";
import { firstVersion, libvirtDoes, type VersionFactName } from "../model/versions";
import { inDigits, type PairOnHost } from "./pairOnHost";
import { findingIf, rulesFor } from "./rule";
import { HALVES } from "./team";

type HalfOfPair = Partial<Nic>;
type Argument = readonly [path: string, fact: VersionFactName, value: (half: HalfOfPair) => unknown];

/** Arguments of a half that not every libvirt keeps. */
const NEWER_ARGUMENTS: readonly Argument[] = [
    ["acpiIndex", "keepsAcpiIndex", ({ acpiIndex }) => acpiIndex],
    ["driver.pagePerVq", "keepsPagePerVq", ({ driver }) => driver?.pagePerVq],
    ["driver.rss", "keepsRss", ({ driver }) => driver?.rss],
    ["driver.rssHashReport", "keepsRss", ({ driver }) => driver?.rssHashReport],
    ["driver.model", "keepsDriverModel", ({ driver }) => driver?.model],
];

/** Greatest burst that libvirt gives to tc, which counts bytes in 32 bits. */
const MAX_BURST = 4_194_303;

/** Rules of a pair that depend on the host's libvirt. */
export const versionRules = rulesFor<PairOnHost>()(
    {
        id: "libvirt-knows-half-argument",
        byVersion: ["keepsAcpiIndex", "keepsPagePerVq", "keepsRss", "keepsDriverModel"],
        severity: "error",
        libvirt: ["drops"],
        needs: "host",
        says: "An older libvirt drops an argument that it does not know, and every run finds it missing.",
        source: "libvirt.org/news.html: acpiIndex since 7.3, pagePerVq since 7.9, rss and rssHashReport since 8.3, a driver's model since 10.0",
        reads: ["libvirt", "halves"],
        check: ({ libvirt, halves = {} }) =>
            HALVES.flatMap((half) =>
                NEWER_ARGUMENTS.flatMap(([path, fact, valueOf]) => {
                    const found = valueOf(halves[half] ?? {});
                    return findingIf(found !== undefined && !libvirtDoes(fact, libvirt), {
                        property: `${half}.${path}`,
                        found,
                        problem: `needs libvirt ${inDigits(firstVersion(fact))}, and the host has ${inDigits(libvirt)}`,
                        allowed: `no value before libvirt ${inDigits(firstVersion(fact))}`,
                        fix: "Leave it out, or upgrade libvirt on the host.",
                    });
                }),
            ),
    },
    {
        id: "libvirt-takes-burst",
        byVersion: ["takesBurstOf32Bits"],
        severity: "error",
        libvirt: ["refuses"],
        needs: "host",
        says: "libvirt 11 and later refuses a burst above 32 bits of bytes. An older libvirt passes it to tc, which counts 32 bits.",
        source: "libvirt 11.3 and 12.8, observed: [82/0] numerical overflow; libvirt 9.0, observed: 4194304 is kept",
        reads: ["libvirt", "halves"],
        check: ({ libvirt, halves: { persistent } = {} }) =>
            (["inbound", "outbound"] as const).flatMap((direction) => {
                const burst = persistent?.bandwidth?.[direction]?.burst;
                const isGreater = burst !== undefined && burst > MAX_BURST;
                return findingIf(isGreater && !libvirtDoes("takesBurstOf32Bits", libvirt), {
                    property: `persistent.bandwidth.${direction}.burst`,
                    found: burst,
                    problem: `is above ${MAX_BURST} kilobytes`,
                    allowed: `a number up to ${MAX_BURST}`,
                    fix: "Use a smaller number of kilobytes.",
                });
            }),
    },
    {
        id: "libvirt-takes-floor",
        byVersion: ["takesFloorOfZero"],
        severity: "error",
        libvirt: ["refuses"],
        needs: "host",
        says: "Only a network can guarantee a rate. libvirt 11 and later refuses a floor of 0 on another source, and an older libvirt drops it.",
        source: "libvirt 11.3 and 12.8, observed: [67/0] floor attribute is not supported for this config; libvirt 9.0, observed: it is dropped",
        reads: ["libvirt", "halves"],
        check: ({ libvirt, halves: { persistent } = {} }) =>
            findingIf(
                persistent?.type !== undefined &&
                    persistent.type !== "network" &&
                    persistent.bandwidth?.inbound?.floor === 0 &&
                    !libvirtDoes("takesFloorOfZero", libvirt),
                {
                    property: "persistent.bandwidth.inbound.floor",
                    found: 0,
                    problem: `is not possible with type ${String(persistent?.type)}`,
                    allowed: `no value on a half of type ${String(persistent?.type)}`,
                    fix: "Leave it out. A floor of 0 guarantees no rate.",
                },
            ),
    },
);
