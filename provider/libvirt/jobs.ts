import { LibvirtError, VIR_ERR } from "./errors";
import type { Libvirt, NetworkState } from "./libvirt";
import { takeArray, type Native } from "./native";
import type { Handle } from "./prototypes";

/** A method of `Libvirt`, as the threads know it. */
export type Job = Exclude<keyof Libvirt, "uri">;
export type Arguments<J extends Job> = Parameters<Libvirt[J]>;
export type Answer<J extends Job> = Awaited<ReturnType<Libvirt[J]>>;
export type Jobs = { readonly [J in Job]: (...args: Arguments<J>) => Answer<J> };

/** The jobs that change nothing, and so may be done twice. */
export const reads: ReadonlySet<Job> = new Set<Job>(["networks", "networkXml", "domain", "domainXml"]);

// include/libvirt/libvirt-network.h and libvirt-domain.h
const VIR_CONNECT_LIST_NETWORKS_ACTIVE = 2;
const VIR_CONNECT_LIST_NETWORKS_PERSISTENT = 4;
const VIR_CONNECT_LIST_NETWORKS_AUTOSTART = 16;
const VIR_NETWORK_XML_INACTIVE = 1;
const VIR_NETWORK_DEFINE_VALIDATE = 1;
const VIR_DOMAIN_XML_INACTIVE = 2;
const VIR_DOMAIN_AFFECT_CONFIG = 2;

const looksLikeUuid = /^[0-9a-f]{8}-?(?:[0-9a-f]{4}-?){3}[0-9a-f]{12}$/i;

/** What a thread does with its connection: every method of `Libvirt`, synchronously. */
export function jobsOn(vir: Native, conn: Handle): Jobs {
    const networkUuid = (net: Handle): string => text(37, (buffer) => vir.virNetworkGetUUIDString(net, buffer));
    const network = <T>(uuid: string, use: (net: Handle) => T): T =>
        freeing(vir.virNetworkLookupByUUIDString(conn, uuid), use, vir.virNetworkFree);
    const domain = <T>(uuid: string, use: (dom: Handle) => T): T =>
        freeing(vir.virDomainLookupByUUIDString(conn, uuid), use, vir.virDomainFree);

    const listNetworks = (flags: number): ReadonlyMap<string, string> => {
        const array: [Handle | null] = [null];
        const count = vir.virConnectListAllNetworks(conn, array, flags);
        const handles = takeArray(array[0], count);
        try {
            return new Map(handles.map((net) => [networkUuid(net), vir.virNetworkGetName(net)]));
        } finally {
            handles.forEach(vir.virNetworkFree);
        }
    };

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

    return {
        // Four calls whatever the number of networks, where asking each network takes three apiece.
        networks: () => {
            const all = listNetworks(0);
            const active = listNetworks(VIR_CONNECT_LIST_NETWORKS_ACTIVE);
            const persistent = listNetworks(VIR_CONNECT_LIST_NETWORKS_PERSISTENT);
            const autostart = listNetworks(VIR_CONNECT_LIST_NETWORKS_AUTOSTART);
            return Array.from(all, ([uuid, name]): NetworkState => {
                const has = { active: active.has(uuid), persistent: persistent.has(uuid) };
                return { name, uuid, ...has, autostart: autostart.has(uuid) };
            });
        },
        networkXml: (uuid) => network(uuid, inactiveXml),
        networkDefine: (xml) => freeing(define(xml), networkUuid, vir.virNetworkFree),
        networkStart: (uuid) => {
            network(uuid, vir.virNetworkCreate);
        },
        networkStop: (uuid) => {
            network(uuid, vir.virNetworkDestroy);
        },
        networkUndefine: (uuid) => {
            network(uuid, vir.virNetworkUndefine);
        },
        networkAutostart: (uuid, on) => {
            network(uuid, (net) => vir.virNetworkSetAutostart(net, on ? 1 : 0));
        },

        domain: (nameOrUuid) =>
            freeing(
                findDomain(nameOrUuid),
                (dom) => ({
                    name: vir.virDomainGetName(dom),
                    uuid: text(37, (buffer) => vir.virDomainGetUUIDString(dom, buffer)),
                    active: vir.virDomainIsActive(dom) === 1,
                    persistent: vir.virDomainIsPersistent(dom) === 1,
                }),
                vir.virDomainFree,
            ),
        domainXml: (uuid) => domain(uuid, (dom) => vir.virDomainGetXMLDesc(dom, VIR_DOMAIN_XML_INACTIVE)),
        attachDevice: (uuid, xml) => {
            domain(uuid, (dom) => vir.virDomainAttachDeviceFlags(dom, xml, VIR_DOMAIN_AFFECT_CONFIG));
        },
        updateDevice: (uuid, xml) => {
            domain(uuid, (dom) => vir.virDomainUpdateDeviceFlags(dom, xml, VIR_DOMAIN_AFFECT_CONFIG));
        },
        detachDevice: (uuid, xml) => {
            domain(uuid, (dom) => vir.virDomainDetachDeviceFlags(dom, xml, VIR_DOMAIN_AFFECT_CONFIG));
        },
    };
}

function freeing<T>(handle: Handle, use: (handle: Handle) => T, free: (handle: Handle) => number): T {
    try {
        return use(handle);
    } finally {
        free(handle);
    }
}

/** Calls a function that writes a C string into a buffer of `size` bytes. */
function text(size: number, write: (buffer: Buffer) => number): string {
    const buffer = Buffer.alloc(size);
    write(buffer);
    return buffer.toString("utf8", 0, buffer.indexOf(0));
}
