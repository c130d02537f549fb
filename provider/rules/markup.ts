import type { HostdevNetwork } from "../model/hostdevNetwork";
import { findingIf, rulesFor, type Finding } from "./rule";
import { eachHalf, ofBoth, type Team } from "./team";

/** Characters of a name that would become markup. libvirt writes attributes between single quotes; a double one is no name's either. */
const MARKUP = /[<>&'"]/;

const SOURCE =
    "libvirt 9.0, observed: the names of filters and port profiles are written as they are; after a restart of the daemon what has < & or ' in them is gone, and '/> begins another element";

const wrongName = (property: string, found: string | undefined): readonly Finding[] =>
    findingIf(found !== undefined && MARKUP.test(found), {
        property,
        found,
        problem: `has one of the characters < > & ' "`,
        allowed: "a name without < > & ' \"",
        fix: "Choose a name without these characters.",
    });

/** Rule of the names in a half that libvirt does not escape. */
export const halfMarkupRules = rulesFor<Team>()({
    id: "half-name-has-no-markup",
    severity: "error",
    libvirt: ["accepts"],
    says: "libvirt does not escape the name of a filter or a port profile. The guest gets other interfaces, or is missing after a restart of the daemon.",
    source: SOURCE,
    reads: ofBoth("filterref", "virtualport"),
    check: eachHalf((half, { filterref, virtualport }) => [
        ...wrongName(`${half}.filterref.filter`, filterref?.filter),
        ...wrongName(`${half}.virtualport.profileid`, virtualport?.profileid),
    ]),
});

/** Rule of the names in a pool that libvirt does not escape. */
export const poolMarkupRules = rulesFor<HostdevNetwork>()({
    id: "pool-name-has-no-markup",
    severity: "error",
    libvirt: ["accepts"],
    says: "libvirt does not escape the name of a port profile. The network is missing after a restart of the daemon.",
    source: SOURCE,
    reads: ["virtualport", "portgroups"],
    check: ({ virtualport, portgroups = [] }) => [
        ...wrongName("virtualport.profileid", virtualport?.profileid),
        ...portgroups.flatMap((portgroup, i) =>
            wrongName(`portgroups[${i}].virtualport.profileid`, portgroup.virtualport?.profileid),
        ),
    ],
});
