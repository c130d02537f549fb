import { isGone, LibvirtError, VIR_ERR } from "./errors";
import { Handles } from "./handles";
import type { Layer, Libvirt, NetworkState } from "./libvirt";
import { takeArray, type Native } from "./native";
import type { Handle } from "./prototypes";

/** A method of `Libvirt` that reads one object, and is done for many in one job. */
export type ReadOfOne = "domainXml" | "networkXml" | "networkLiveXml";
/** Result of reading one of many: libvirt may refuse one, and answer the others. */
export type OneOf<J extends ReadOfOne> = { readonly answer: Answer<J> } | { readonly refusal: Refused };
/** A `LibvirtError` as its fields: of an error, postMessage keeps the text alone. */
export type Refused = readonly [call: string, code: number, domain: number, detail: string];

/** The jobs of a thread: the methods of `Libvirt` that are one, and the same reading of many objects. */
interface Methods extends Omit<Libvirt, "uri" | "until"> {
    each<J extends ReadOfOne>(job: J, uuids: readonly string[]): Promise<readonly OneOf<J>[]>;
}
export type Job = keyof Methods;
export type Arguments<J extends Job> = Parameters<Methods[J]>;
export type Answer<J extends Job> = Awaited<ReturnType<Methods[J]>>;
export type Jobs = { readonly [J in Job]: (...args: Arguments<J>) => Answer<J> };
/** The jobs of one connection. */
export interface JobsOn {
    readonly jobs: Jobs;
    /** Frees what they have kept of the connection. */
    readonly release: () => void;
}

/** The jobs that change nothing, and so may be done twice. */
export const reads: ReadonlySet<Job> = new Set<Job>([
    "versions",
    "networks",
    "networkXml",
    "networkLiveXml",
    "networkPorts",
    "capabilities",
    "domainCapabilities",
    "nodeDevices",
    "nodeDevice",
    "interfaceXml",
    "guests",
    "domain",
    "domainXml",
    "domainRun",
    "each",
]);

// include/libvirt/libvirt-network.h and libvirt-domain.h
const VIR_CONNECT_LIST_NETWORKS_ACTIVE = 2;
const VIR_CONNECT_LIST_NETWORKS_PERSISTENT = 4;
const VIR_CONNECT_LIST_NETWORKS_AUTOSTART = 16;
const VIR_NETWORK_XML_INACTIVE = 1;
const VIR_NETWORK_DEFINE_VALIDATE = 1;
const VIR_DOMAIN_XML_INACTIVE = 2;
const VIR_CONNECT_LIST_NODE_DEVICES_CAP_PCI_DEV = 2;
const VIR_CONNECT_LIST_NODE_DEVICES_CAP_NET = 16;
const VIR_NETWORK_SECTION_PORTGROUP = 9;
const VIR_NETWORK_UPDATE_AFFECT_LIVE = 1;
/** virNetworkUpdateCommand */
const UPDATE = { add: 3, delete: 2 } as const;
/** virDomainGetID of a guest that is shut off: -1, unsigned. */
const NO_ID = 0xffff_ffff;
/** VIR_DOMAIN_AFFECT_LIVE and VIR_DOMAIN_AFFECT_CONFIG */
const AFFECT: Readonly<Record<Layer, number>> = { live: 1, config: 2 };

/** virDomainState, and the reason for it: a guest that arrives is paused until all of it is there. */
const VIR_DOMAIN_PAUSED = 3;
const VIR_DOMAIN_PAUSED_MIGRATION = 2;
/** virDomainJobOperation */
const VIR_DOMAIN_JOB_OPERATION_MIGRATION_OUT = 5;

/** The root of a running guest's XML says the number that it runs under. */
const isRunning = (xml: string): boolean => /^<domain [^>]*\bid='/.test(xml);

/** How libvirt answers where a guest can have no job. */
const NO_JOB: readonly number[] = [VIR_ERR.OPERATION_INVALID, VIR_ERR.NO_SUPPORT];

const looksLikeUuid = /^[0-9a-f]{8}-?(?:[0-9a-f]{4}-?){3}[0-9a-f]{12}$/i;

/** Work of a thread with its connection: every method of `Libvirt`, synchronously. */
export function jobsOn(vir: Native, conn: Handle): JobsOn {
    const networkUuid = (net: Handle): string => text(37, (buffer) => vir.virNetworkGetUUIDString(net, buffer));
    const domainUuid = (dom: Handle): string => text(37, (buffer) => vir.virDomainGetUUIDString(dom, buffer));
    const network = <T>(uuid: string, use: (net: Handle) => T): T =>
        freeing(vir.virNetworkLookupByUUIDString(conn, uuid), use, vir.virNetworkFree);
    const domain = <T>(uuid: string, use: (dom: Handle) => T): T =>
        freeing(vir.virDomainLookupByUUIDString(conn, uuid), use, vir.virDomainFree);

    const domains = new Handles({
        list: () => listed((array) => vir.virConnectListAllDomains(conn, array, 0)),
        lookUp: (uuid) => vir.virDomainLookupByUUIDString(conn, uuid),
        uuidOf: domainUuid,
        free: vir.virDomainFree,
    });
    const networks = new Handles({
        list: () => listed((array) => vir.virConnectListAllNetworks(conn, array, 0)),
        lookUp: (uuid) => vir.virNetworkLookupByUUIDString(conn, uuid),
        uuidOf: networkUuid,
        free: vir.virNetworkFree,
    });
    const handlesFor: Readonly<Record<ReadOfOne, Handles>> = {
        domainXml: domains,
        networkXml: networks,
        networkLiveXml: networks,
    };

    const uuidsOfNetworks = (flags: number): ReadonlySet<string> =>
        new Set(
            freeingEach((array) => vir.virConnectListAllNetworks(conn, array, flags), networkUuid, vir.virNetworkFree),
        );

    const define = (xml: string): Handle => {
        try {
            if (vir.virNetworkDefineXMLFlags)
                return vir.virNetworkDefineXMLFlags(conn, xml, VIR_NETWORK_DEFINE_VALIDATE);
        } catch (error) {
            // A daemon before 7.7 does not know the call, and has done nothing.
            if (!(error instanceof LibvirtError && error.code === VIR_ERR.NO_SUPPORT)) throw error;
        }
        return vir.virNetworkDefineXML(conn, xml);
    };

    const inactiveXml = (net: Handle): string => {
        try {
            return vir.virNetworkGetXMLDesc(net, VIR_NETWORK_XML_INACTIVE);
        } catch (error) {
            // The test driver has one definition only, and refuses the flag.
            if (!(error instanceof LibvirtError && error.code === VIR_ERR.INVALID_ARG)) throw error;
            return vir.virNetworkGetXMLDesc(net, 0);
        }
    };

    const findDomain = (nameOrUuid: string): Handle => {
        try {
            if (looksLikeUuid.test(nameOrUuid)) return vir.virDomainLookupByUUIDString(conn, nameOrUuid);
        } catch (error) {
            if (!(error instanceof LibvirtError && error.code === VIR_ERR.NO_DOMAIN)) throw error;
        }
        return vir.virDomainLookupByName(conn, nameOrUuid);
    };

    const isArriving = (dom: Handle): boolean => {
        const state: [number] = [0];
        const reason: [number] = [0];
        vir.virDomainGetState(dom, state, reason, 0);
        return state[0] === VIR_DOMAIN_PAUSED && reason[0] === VIR_DOMAIN_PAUSED_MIGRATION;
    };

    const isLeaving = (dom: Handle): boolean => {
        const type: [number] = [0];
        const params: [Handle | null] = [null];
        const count: [number] = [0];
        try {
            vir.virDomainGetJobStats(dom, type, params, count, 0);
        } catch (error) {
            // It was shut off meanwhile, or this driver has no jobs.
            if (error instanceof LibvirtError && NO_JOB.includes(error.code)) return false;
            throw error;
        }
        try {
            const operation: [number] = [0];
            const found = vir.virTypedParamsGetInt(params[0], count[0], "operation", operation);
            return found === 1 && operation[0] === VIR_DOMAIN_JOB_OPERATION_MIGRATION_OUT;
        } finally {
            vir.virTypedParamsFree(params[0], count[0]);
        }
    };

    const jobs: Jobs = {
        versions: () => ({
            libvirt: version(vir.virConnectGetLibVersion),
            hypervisor: version(vir.virConnectGetVersion),
        }),

        // Four calls whatever the number of networks, where asking each network takes three apiece.
        networks: () => {
            const all = networks.list();
            const active = uuidsOfNetworks(VIR_CONNECT_LIST_NETWORKS_ACTIVE);
            const persistent = uuidsOfNetworks(VIR_CONNECT_LIST_NETWORKS_PERSISTENT);
            const autostart = uuidsOfNetworks(VIR_CONNECT_LIST_NETWORKS_AUTOSTART);
            return Array.from(all, ([uuid, net]): NetworkState => {
                const has = { active: active.has(uuid), persistent: persistent.has(uuid) };
                return { name: vir.virNetworkGetName(net), uuid, ...has, autostart: autostart.has(uuid) };
            });
        },
        networkXml: (uuid) => inactiveXml(networks.get(uuid)),
        networkLiveXml: (uuid) => vir.virNetworkGetXMLDesc(networks.get(uuid), 0),
        networkPorts: (uuid) =>
            freeingEach(
                (array) => vir.virNetworkListAllPorts(networks.get(uuid), array, 0),
                (port) => unlessGone(() => vir.virNetworkPortGetXMLDesc(port, 0)),
                vir.virNetworkPortFree,
            ).filter((xml) => xml !== undefined),
        networkDefine: (xml) => freeing(define(xml), networkUuid, vir.virNetworkFree),
        networkStart: (uuid) => {
            network(uuid, vir.virNetworkCreate);
        },
        networkStop: (uuid) => {
            network(uuid, vir.virNetworkDestroy);
        },
        networkPortgroup: (uuid, change, xml) => {
            network(uuid, (net) =>
                vir.virNetworkUpdate(
                    net,
                    UPDATE[change],
                    VIR_NETWORK_SECTION_PORTGROUP,
                    -1,
                    xml,
                    VIR_NETWORK_UPDATE_AFFECT_LIVE,
                ),
            );
        },
        networkUndefine: (uuid) => {
            network(uuid, vir.virNetworkUndefine);
        },
        networkAutostart: (uuid, on) => {
            network(uuid, (net) => vir.virNetworkSetAutostart(net, on ? 1 : 0));
        },

        capabilities: () => vir.virConnectGetCapabilities(conn),
        domainCapabilities: () => vir.virConnectGetDomainCapabilities(conn, null, null, null, null, 0),
        nodeDevices: () =>
            freeingEach(
                (array) =>
                    vir.virConnectListAllNodeDevices(
                        conn,
                        array,
                        VIR_CONNECT_LIST_NODE_DEVICES_CAP_PCI_DEV | VIR_CONNECT_LIST_NODE_DEVICES_CAP_NET,
                    ),
                vir.virNodeDeviceGetName,
                vir.virNodeDeviceFree,
            ),
        nodeDevice: (name) =>
            freeing(
                vir.virNodeDeviceLookupByName(conn, name),
                (device) => vir.virNodeDeviceGetXMLDesc(device, 0),
                vir.virNodeDeviceFree,
            ),
        interfaceXml: (name) =>
            freeing(
                vir.virInterfaceLookupByName(conn, name),
                (iface) => vir.virInterfaceGetXMLDesc(iface, 0),
                vir.virInterfaceFree,
            ),

        // one round trip: a handle knows what it was listed with
        guests: () =>
            Array.from(domains.list(), ([uuid, dom]) => ({
                name: vir.virDomainGetName(dom),
                uuid,
                active: vir.virDomainGetID(dom) !== NO_ID,
            })),
        domain: (nameOrUuid) =>
            freeing(
                findDomain(nameOrUuid),
                (dom) => ({
                    name: vir.virDomainGetName(dom),
                    uuid: domainUuid(dom),
                    active: vir.virDomainIsActive(dom) === 1,
                    persistent: vir.virDomainIsPersistent(dom) === 1,
                }),
                vir.virDomainFree,
            ),
        domainXml: (uuid) => {
            const dom = domains.get(uuid);
            const current = vir.virDomainGetXMLDesc(dom, 0);
            if (!isRunning(current)) return { config: current };
            return { config: vir.virDomainGetXMLDesc(dom, VIR_DOMAIN_XML_INACTIVE), live: current };
        },
        domainRun: (uuid) => {
            const dom = domains.get(uuid);
            const persistent = vir.virDomainIsPersistent(dom) === 1;
            if (isArriving(dom)) return { persistent, migration: "arriving" };
            return isLeaving(dom) ? { persistent, migration: "leaving" } : { persistent };
        },
        attachDevice: (uuid, layer, xml) => {
            domain(uuid, (dom) => vir.virDomainAttachDeviceFlags(dom, xml, AFFECT[layer]));
        },
        updateDevice: (uuid, layer, xml) => {
            domain(uuid, (dom) => vir.virDomainUpdateDeviceFlags(dom, xml, AFFECT[layer]));
        },
        detachDevice: (uuid, xml) => {
            domain(uuid, (dom) => vir.virDomainDetachDeviceFlags(dom, xml, AFFECT.config));
        },
        // by alias it answers when the guest is asked; by XML it would block this thread for 5 s where the guest is slow
        unplugDevice: (uuid, alias) => {
            domain(uuid, (dom) => vir.virDomainDetachDeviceAlias(dom, alias, AFFECT.live));
        },

        each: (job, uuids) => {
            handlesFor[job].prepare(uuids);
            return uuids.map((uuid) => oneOf(() => jobs[job](uuid)));
        },
    };

    /** One that libvirt refuses is no reason against the others; a lost connection is. */
    function oneOf<T>(ask: () => T): { readonly answer: T } | { readonly refusal: Refused } {
        try {
            return { answer: ask() };
        } catch (error) {
            if (!(error instanceof LibvirtError) || vir.virConnectIsAlive(conn) !== 1) throw error;
            return { refusal: [error.call, error.code, error.domain, error.detail] };
        }
    }

    return {
        jobs,
        release: () => {
            domains.release();
            networks.release();
        },
    };

    function version(ask: (conn: Handle, version: [number]) => number): number {
        const answer: [number] = [0];
        ask(conn, answer);
        return answer[0];
    }
}

function freeing<T>(handle: Handle, use: (handle: Handle) => T, free: (handle: Handle) => number): T {
    try {
        return use(handle);
    } finally {
        free(handle);
    }
}

function listed(list: (array: [Handle | null]) => number): readonly Handle[] {
    const array: [Handle | null] = [null];
    list(array);
    return takeArray(array[0]);
}

function freeingEach<T>(
    list: (array: [Handle | null]) => number,
    use: (handle: Handle) => T,
    free: (handle: Handle) => number,
): readonly T[] {
    const handles = listed(list);
    try {
        return handles.map(use);
    } finally {
        handles.forEach(free);
    }
}

/** Returns undefined of what has vanished since it was listed. */
function unlessGone<T>(ask: () => T): T | undefined {
    try {
        return ask();
    } catch (error) {
        if (isGone(error)) return undefined;
        throw error;
    }
}

/** Calls a function that writes a C string into a buffer of `size` bytes. */
function text(size: number, write: (buffer: Buffer) => number): string {
    const buffer = Buffer.alloc(size);
    write(buffer);
    return buffer.toString("utf8", 0, buffer.indexOf(0));
}
