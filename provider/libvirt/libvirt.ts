/** A network as one listing of the host shows it. */
export interface NetworkState {
    readonly name: string;
    readonly uuid: string;
    /** Started: guests can take VFs from it. */
    readonly active: boolean;
    /** Has a definition on disk. False after `net-undefine` of a started network, which then lives until it is stopped. */
    readonly persistent: boolean;
    /** Started with the host. */
    readonly autostart: boolean;
}

/** A guest as one listing of the host shows it. */
export interface GuestState {
    readonly name: string;
    readonly uuid: string;
    /** It runs. */
    readonly active: boolean;
}

/** A guest, as far as a change of its NICs has to know it. */
export interface DomainState extends GuestState {
    /** Has a definition on disk. False after `undefine` of a running guest, which then lives until it is shut off. */
    readonly persistent: boolean;
}

/** Layers of a guest: `config` is its persistent definition, `live` the running guest. */
export type Layer = "config" | "live";

/** Both layers of a guest. */
export interface DomainXml {
    readonly config: string;
    /** Only while it runs. */
    readonly live?: string;
}

/** State of a running guest, beside its XML. */
export interface DomainRun {
    /** Has a definition on this host. False after a migration without `--persistent`, and after `undefine`. */
    readonly persistent: boolean;
    /** A migration that is under way: the guest leaves this host, or arrives at it. */
    readonly migration?: "leaving" | "arriving";
}

/** Versions of libvirt and QEMU on a host, as libvirt counts: 9.1.2 is 9001002. */
export interface Versions {
    readonly libvirt: number;
    readonly hypervisor: number;
}

/**
 * The calls of libvirt that the resources make, and nothing else. Networks and domains go by UUID, because a name can
 * be given to another object between two calls. Every method rejects with a `LibvirtError` when libvirt refuses.
 */
export interface Libvirt {
    readonly uri: string;

    versions(): Promise<Versions>;

    /** Every network of the host. Shared by readers for a moment (see client.ts), dropped by every change made here. */
    networks(): Promise<readonly NetworkState[]>;
    /** The definition that the next start uses; for drift. The live one loses `<pf>` after a restart of the daemon. */
    networkXml(uuid: string): Promise<string>;
    /** Reads a started network, for occupancy. It lists the VFs of a pool, and says how many interfaces are connected. */
    networkLiveXml(uuid: string): Promise<string>;
    /** Reads the ports of a started network: a `<networkport>` for each interface. */
    networkPorts(uuid: string): Promise<readonly string[]>;
    /** Defines, validated against libvirt's schema, and answers the UUID. */
    networkDefine(xml: string): Promise<string>;
    networkStart(uuid: string): Promise<void>;
    /**
     * Adds a portgroup to a started network, or takes one out of it; the definition stays. libvirt 9.0 then forgets which
     * VFs its guests have, until the daemon restarts (observed): not for a pool that guests have VFs of.
     */
    networkPortgroup(uuid: string, change: "add" | "delete", xml: string): Promise<void>;
    /** `virNetworkDestroy`: stops it; the definition stays. */
    networkStop(uuid: string): Promise<void>;
    networkUndefine(uuid: string): Promise<void>;
    networkAutostart(uuid: string, on: boolean): Promise<void>;

    /** Reads the host: its UUID, and the machine types that its QEMU has, as `<capabilities>`. */
    capabilities(): Promise<string>;
    /** Reads what guests of the host's own kind can have on it, as `<domainCapabilities>`. */
    domainCapabilities(): Promise<string>;
    /** Lists libvirt's names of the network and PCI devices of the host, e.g. `pci_0000_07_00_0`. */
    nodeDevices(): Promise<readonly string[]>;
    /** One of them, as `<device>`. */
    nodeDevice(name: string): Promise<string>;
    /** How a network device of the host is set up, by its name on the host, as `<interface>`. */
    interfaceXml(name: string): Promise<string>;

    /** Every guest of the host. */
    guests(): Promise<readonly GuestState[]>;
    /** Finds a guest by name or UUID. */
    domain(nameOrUuid: string): Promise<DomainState>;
    /** One round trip for a guest that is shut off, two for one that runs; and once for each thread a look-up, or a listing for many. */
    domainXml(uuid: string): Promise<DomainXml>;
    /** Reads the state of a running guest, in three round trips. A guest that is shut off has a definition, and does not migrate. */
    domainRun(uuid: string): Promise<DomainRun>;
    /** Adds a device. A running guest sees it when this answers. */
    attachDevice(uuid: string, layer: Layer, xml: string): Promise<void>;
    /** Changes a device in place. */
    updateDevice(uuid: string, layer: Layer, xml: string): Promise<void>;
    /** Takes a device out of the persistent definition. */
    detachDevice(uuid: string, xml: string): Promise<void>;
    /** Asks the running guest to detach a device. The device is missing when the guest has done so, see {@link until}. */
    unplugDevice(uuid: string, alias: string): Promise<void>;
    /**
     * Looks at the host again and again until it is as wanted.
     *
     * @param seconds how long, at most
     * @returns whether it is as wanted
     */
    until(isSo: () => Promise<boolean>, seconds: number): Promise<boolean>;
}
