/** Something that libvirt does in some versions. A version is a number as libvirt counts: 9.1.2 is 9001002. */
export interface VersionFact {
    /** What libvirt does, as in "libvirt keeps the title of a network". */
    readonly says: string;
    /** First version that does it. @default each that people run */
    readonly since?: number;
    /** First version that does it no more. @default none */
    readonly until?: number;
    /** Page, or the versions it was seen on. */
    readonly source: string;
}

const observed = "libvirt 7.0, 9.0, 11.3 and 12.8, observed";
const news = (version: string): string => `libvirt.org/news.html, ${version}`;

/** What differs between the versions that people run. Rules and tests read it, and each test runs on the versions it is for. */
export const VERSION_FACTS = {
    keepsAcpiIndex: { says: "keeps the acpi-index of an interface", since: 7_003_000, source: news("7.3.0") },
    keepsPagePerVq: { says: "keeps page_per_vq", since: 7_009_000, source: news("7.9.0") },
    keepsRss: { says: "keeps rss and rss_hash_report", since: 8_003_000, source: news("8.3.0") },
    keepsTeamOfHostdev: { says: "keeps <teaming> in <hostdev>", since: 7_001_000, source: news("7.1.0") },
    validatesNetworks: {
        says: "holds a network against its schema when it is defined",
        since: 7_007_000,
        source: "libvirt.org/html/libvirt-libvirt-network.html#virNetworkDefineXMLFlags",
    },
    keepsNetworkTitle: {
        says: "keeps title and description of a network",
        since: 9_007_000,
        source: "libvirt.org/formatnetwork.html",
    },
    keepsDriverModel: {
        says: "keeps the model of a driver, of a pool and of a VF by address",
        since: 10_000_000,
        source: "libvirt.org/formatnetwork.html",
    },
    takesBurstOf32Bits: {
        says: "takes a burst of 4194304 kilobytes and more",
        until: 11_003_000,
        source: observed,
    },
    takesFloorOfZero: {
        says: "takes a floor of 0 where there is no network to guarantee it",
        until: 11_003_000,
        source: observed,
    },
    tagsOnBridges: {
        says: "tags frames on a bridge of Linux that is named by type=bridge, or by a network with forward mode bridge",
        since: 11_000_000,
        source: news("11.0.0"),
    },
    tagsOnOwnBridges: {
        says: "tags frames on the bridges of its own networks, isolated or with a forward mode such as nat",
        since: 12_008_000,
        source: observed,
    },
    refusesVlanOfMacvtap: {
        says: "refuses a VLAN of a macvtap when a guest is defined, and not when it starts",
        since: 12_008_000,
        source: observed,
    },
    changesTrustedFilters: {
        says: "changes trustGuestRxFilters of a running interface that is no macvtap, and does not only say so",
        since: 10_000_000,
        source: `${news("10.0.0")}; libvirt 9.0, 11.3 and 12.8, observed`,
    },
    changesPortgroup: {
        says: "changes the portgroup of a running interface",
        until: 10_006_000,
        source: "gitlab.com/libvirt/libvirt/-/commit/c3302ceb1d; libvirt 9.0, 11.3 and 12.8, observed",
    },
    namesAttributes: {
        says: "names the attribute whose value it refuses [27/5]",
        since: 9_000_000,
        source: observed,
    },
    namesVirtualportType: {
        says: "names the attribute where the type of a virtualport is unknown [27/5]",
        since: 12_008_000,
        source: observed,
    },
    asksUdevForInterfaces: {
        says: "tells of each interface of the host: Debian 11 has a libvirt with netcf, which knows those of its configuration only",
        since: 9_000_000,
        source: observed,
    },
    readsFirstOfTwo: {
        says: "reads the first of two <model>, <vlan> or <driver> of an interface, and not the last",
        since: 9_000_000,
        source: observed,
    },
    dropsEmptyModel: { says: "drops an empty model of a VF by address", since: 9_000_000, source: observed },
    givesQ35AWatchdog: {
        says: 'adds <watchdog model="itco"> to each guest on q35, which an older schema does not know',
        since: 11_003_000,
        source: observed,
    },
} as const satisfies Readonly<Record<string, VersionFact>>;

export type VersionFactName = keyof typeof VERSION_FACTS;

/** Returns the first version that does it. */
export const firstVersion = (name: VersionFactName): number => factOf(name).since ?? 0;

/** Returns a version as people write it, e.g. `11.3`. */
export function inWords(version: number): string {
    const major = Math.floor(version / 1_000_000);
    const minor = Math.floor(version / 1000) % 1000;
    const micro = version % 1000;
    return `${major}.${minor}${micro === 0 ? "" : `.${micro}`}`;
}

/** Tells whether a version of libvirt does it. */
export const libvirtDoes = (name: VersionFactName, version: number): boolean =>
    firstVersion(name) <= version && version < (factOf(name).until ?? Infinity);

const factOf = (name: VersionFactName): VersionFact => VERSION_FACTS[name];
