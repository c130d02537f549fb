import { execFile } from "node:child_process";
import { readFile } from "node:fs/promises";
import { join } from "node:path";
import { promisify } from "node:util";
import type { Host } from "./host";

/** libvirt's own protocol and some of its calls, by number. Source: src/remote/remote_protocol.x */
const REMOTE_PROGRAM = 0x20008086;
const REMOTE_PROC = {
    CONNECT_OPEN: 1,
    DOMAIN_GET_XML_DESC: 14,
    DOMAIN_LOOKUP_BY_NAME: 23,
    DOMAIN_LOOKUP_BY_UUID: 24,
    NETWORK_GET_XML_DESC: 43,
    NETWORK_LOOKUP_BY_UUID: 47,
    CONNECT_LIST_ALL_DOMAINS: 273,
    CONNECT_LIST_ALL_NETWORKS: 283,
} as const;

/** The round trips that a daemon was asked for. */
export interface Calls {
    readonly connections: number;
    /** Look-ups of a network, and its XML. */
    readonly ofNetworks: number;
    /** Look-ups of a guest, and its XML. */
    readonly ofDomains: number;
    readonly listings: number;
    /** All else: what opens and closes connections. */
    readonly others: number;
}

/** Counts what `work` asks of a daemon, by the daemon's own account: it logs every call, from the first time on until it ends. */
export async function countCalls(host: Host, work: () => Promise<unknown>): Promise<Calls> {
    const log = join(host.folder, "log", "calls.log");
    const socket = join(host.folder, "run", "libvirt-admin-sock");
    const admin = (...args: readonly string[]): Promise<unknown> =>
        promisify(execFile)("virt-admin", ["-c", `libvirtd:///system?socket=${socket}`, ...args]);
    await admin("daemon-log-filters", "--filters", "1:rpc.netserverprogram");
    await admin("daemon-log-outputs", "--outputs", `1:file:${log}`);
    const before = (await readFile(log, "utf8")).length;
    await work();

    const dispatched = /virNetServerProgramDispatch:.* prog=(\d+) .* proc=(\d+)$/gm;
    const procs = Array.from((await readFile(log, "utf8")).slice(before).matchAll(dispatched))
        .filter(([, program]) => Number(program) === REMOTE_PROGRAM)
        .map(([, , proc]) => Number(proc));
    const count = (...wanted: readonly number[]): number => procs.filter((proc) => wanted.includes(proc)).length;
    const ofNetworks = count(REMOTE_PROC.NETWORK_LOOKUP_BY_UUID, REMOTE_PROC.NETWORK_GET_XML_DESC);
    const ofDomains = count(
        REMOTE_PROC.DOMAIN_LOOKUP_BY_NAME,
        REMOTE_PROC.DOMAIN_LOOKUP_BY_UUID,
        REMOTE_PROC.DOMAIN_GET_XML_DESC,
    );
    const listings = count(REMOTE_PROC.CONNECT_LIST_ALL_NETWORKS, REMOTE_PROC.CONNECT_LIST_ALL_DOMAINS);
    const connections = count(REMOTE_PROC.CONNECT_OPEN);
    const others = procs.length - ofNetworks - ofDomains - listings;
    return { connections, ofNetworks, ofDomains, listings, others };
}
