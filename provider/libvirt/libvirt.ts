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

/** A guest, as far as a change of its NICs has to know it. */
export interface DomainState {
    readonly name: string;
    readonly uuid: string;
    readonly active: boolean;
    readonly persistent: boolean;
}

/**
 * The calls of libvirt that the resources make, and nothing else. Networks and domains go by UUID, because a name can
 * be given to another object between two calls. Every method rejects with a `LibvirtError` when libvirt refuses.
 */
export interface Libvirt {
    readonly uri: string;

    /** Every network of the host. Shared by readers for a moment (see client.ts), dropped by every change made here. */
    networks(): Promise<readonly NetworkState[]>;
    /** The definition that the next start uses; for drift. The live one loses `<pf>` after a restart of the daemon. */
    networkXml(uuid: string): Promise<string>;
    /** Defines, validated against libvirt's schema, and answers the UUID. */
    networkDefine(xml: string): Promise<string>;
    networkStart(uuid: string): Promise<void>;
    /** `virNetworkDestroy`: stops it; the definition stays. */
    networkStop(uuid: string): Promise<void>;
    networkUndefine(uuid: string): Promise<void>;
    networkAutostart(uuid: string, on: boolean): Promise<void>;

    /** Finds a guest by name or UUID. */
    domain(nameOrUuid: string): Promise<DomainState>;
    /** The persistent definition. */
    domainXml(uuid: string): Promise<string>;
    /** Adds a device to the persistent definition. */
    attachDevice(uuid: string, xml: string): Promise<void>;
    /** Changes a device of the persistent definition in place. */
    updateDevice(uuid: string, xml: string): Promise<void>;
    /** Takes a device out of the persistent definition. */
    detachDevice(uuid: string, xml: string): Promise<void>;
}
