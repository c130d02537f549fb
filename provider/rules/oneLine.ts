import type { HostdevNetwork } from "../model/hostdevNetwork";
import { rulesFor, type Finding } from "./rule";
import { eachHalf, ofBoth, type Half, type Team } from "./team";

const SAYS =
    "libvirt writes a tab or a line end unescaped and reads back a blank. The value changes when the daemon restarts.";
const SOURCE =
    "libvirt 9.0, observed for each text of an attribute: a tab, U+000A and U+000D come back as a blank after a restart of the daemon; XML 1.0, 3.3.3 Attribute-Value Normalization";

/** A text, and the property that has it. */
type Text = readonly [property: string, text: string | undefined];

/** Finds texts of an attribute that would not come back. */
function unlike(
    texts: readonly Text[],
    changed = /[\t\n\r]/,
    allowed = "a text without tabs and ends of lines",
): readonly Finding[] {
    return texts
        .filter(([, found]) => found !== undefined && changed.test(found))
        .map(([property, found]) => ({
            property,
            found,
            problem: "has a tab or a line end",
            allowed,
            fix: "Use a blank, or leave it out.",
        }));
}

const eachText = (textsOf: (half: Half, nic: Team[Half]) => readonly Text[]) =>
    eachHalf((half, nic) => unlike(textsOf(half, nic)));

/** Rules of the texts of a half that libvirt reads back differently. Names of networks are unknown while these are made. */
export const halfOneLineRules = rulesFor<Team>()(
    {
        id: "half-source-is-one-line",
        severity: "error",
        libvirt: ["accepts", "refuses"],
        says: SAYS,
        source: `${SOURCE}; of a bridge or a device against the schema [92/5]`,
        reads: ofBoth("network", "portgroup", "bridge", "direct"),
        check: eachText((half, nic) => [
            [`${half}.network`, nic.network],
            [`${half}.portgroup`, nic.portgroup],
            [`${half}.bridge`, nic.bridge],
            [`${half}.direct`, nic.direct],
        ]),
    },
    {
        id: "half-text-is-one-line",
        severity: "error",
        libvirt: ["accepts", "refuses", "drops"],
        says: SAYS,
        source: `${SOURCE}; of a ROM against the schema [92/5]; a driver's model is dropped before 10.0`,
        reads: ofBoth("filterref", "virtualport", "rom", "driver"),
        check: eachText((half, { filterref, virtualport, rom, driver }) => [
            [`${half}.filterref.filter`, filterref?.filter],
            [`${half}.virtualport.profileid`, virtualport?.profileid],
            [`${half}.rom.file`, rom?.file],
            [`${half}.driver.model`, driver?.model],
        ]),
    },
);

/** Rule of the texts of a pool that libvirt reads back differently. In the text of an element a tab comes back. */
export const poolOneLineRules = rulesFor<HostdevNetwork>()({
    id: "pool-text-is-one-line",
    severity: "error",
    libvirt: ["accepts", "refuses", "drops"],
    says: SAYS,
    source: `${SOURCE}; a network with U+000D in its name is missing after a restart; against the schema [92/5] of pf, of a portgroup, and of a title since 9.7, without the schema [27/19] Network title can't contain newlines; before 9.7 title and description, and before 10.0 a driver's model, are refused or dropped`,
    reads: ["name", "title", "description", "pf", "driver", "virtualport", "portgroups"],
    check: ({ name, title, description, pf, driver, virtualport, portgroups = [] }) => [
        ...unlike([
            ["name", name],
            ["pf", pf],
            ["driver.model", typeof driver === "object" ? driver.model : undefined],
            ["virtualport.profileid", virtualport?.profileid],
        ]),
        ...unlike([["title", title]], /[\n\r]/, "a title on one line"),
        ...unlike([["description", description]], /\r/, "a text without U+000D"),
        ...portgroups.flatMap((portgroup, i) =>
            unlike([
                [`portgroups[${i}].name`, portgroup.name],
                [`portgroups[${i}].virtualport.profileid`, portgroup.virtualport?.profileid],
            ]),
        ),
    ],
});
