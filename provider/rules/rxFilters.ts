import type { HostdevNetwork } from "../model/hostdevNetwork";
import { findingIf, rulesFor, type Finding } from "./rule";
import type { Team } from "./team";

const SAYS = "Only virtio interfaces use trustGuestRxFilters. libvirt keeps it on a VF without effect.";
const SOURCE =
    "libvirt.org/formatnetwork.html; libvirt 9.0, observed: a guest with it starts, and the VF is not trusted";

const untrusted = (property: string, trusts: boolean | undefined): readonly Finding[] =>
    findingIf(trusts === true, {
        property,
        found: trusts,
        problem: "has no effect on a VF",
        allowed: "no value, or false",
        fix: 'Remove it. To trust a VF, run "ip link set PF vf N trust on" on the host.',
    });

/** Rule of a pool whose VFs are to be trusted. */
export const poolFilterRules = rulesFor<HostdevNetwork>()({
    id: "pool-has-no-trusted-filters",
    severity: "warning",
    libvirt: ["accepts"],
    says: SAYS,
    source: SOURCE,
    reads: ["trustGuestRxFilters", "portgroups"],
    check: ({ trustGuestRxFilters, portgroups = [] }) => [
        ...untrusted("trustGuestRxFilters", trustGuestRxFilters),
        ...portgroups.flatMap((group, i) =>
            untrusted(`portgroups[${i}].trustGuestRxFilters`, group.trustGuestRxFilters),
        ),
    ],
});

/** Rule of a VF half that is to be trusted. */
export const transientFilterRules = rulesFor<Team>()({
    id: "transient-has-no-trusted-filters",
    severity: "warning",
    libvirt: ["accepts"],
    says: SAYS,
    source: SOURCE,
    reads: ["transient.trustGuestRxFilters"],
    check: ({ transient }) => untrusted("transient.trustGuestRxFilters", transient.trustGuestRxFilters),
});
