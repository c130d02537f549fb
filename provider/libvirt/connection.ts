import { LibvirtError, LibvirtLost, VIR_ERR } from "./errors";
import { jobsOn, reads, type Answer, type Arguments, type Job, type JobsOn } from "./jobs";
import { fromAuthConf, load, type Native } from "./native";
import type { Handle } from "./prototypes";

/** How a dead host is noticed: a question every `interval` seconds, given up when `count` of them stay unanswered. */
export interface KeepAlive {
    readonly interval: number;
    readonly count: number;
}

/** One attempt at a job. */
export interface Attempt<J extends Job = Job> {
    readonly job: J;
    readonly args: Arguments<J>;
    /** The connection to do it on. */
    readonly conn: Handle;
    /** Earlier attempts found their connection lost, before or after they sent something. */
    readonly earlier: "none" | "lost before" | "lost after";
}

/** How an attempt ended, where libvirt did not refuse. Another attempt on a new connection is due when it was lost. */
export type Outcome<T = unknown> = { readonly answer: T } | { readonly lost: "lost before" | "lost after" };

/**
 * The host's connection, as one of the threads that share it sees it. The thread holds one reference to it, so libvirt
 * closes the connection when the last thread leaves it.
 */
export class Connection {
    readonly #vir: Native;
    readonly #auth = fromAuthConf();
    #held: ({ readonly conn: Handle } & JobsOn) | undefined;

    constructor(
        readonly uri: string,
        readonly keepAlive: KeepAlive,
    ) {
        this.#vir = load(uri);
    }

    /** Opens a connection for all threads of the host, and holds the first reference. */
    open(): Handle {
        const conn = this.#vir.virConnectOpenAuth(this.uri, this.#auth, 0);
        this.#hold(conn);
        this.#watch(conn);
        return conn;
    }

    /** Does a job on a connection that this thread holds a reference to. */
    attempt<J extends Job>({ job, args, conn, earlier }: Attempt<J>): Outcome<Answer<J>> {
        if (earlier === "none" && !this.#isAlive(conn)) return { lost: "lost before" };
        try {
            return { answer: this.#hold(conn).jobs[job](...args) };
        } catch (error) {
            if (!(error instanceof LibvirtError) || this.#isAlive(conn)) throw error;
            if (earlier !== "lost after" && reads.has(job) && hasGoneAway(error)) return { lost: "lost after" };
            const { call, code, domain, detail, uri } = error;
            throw new LibvirtLost(call, code, domain, detail, uri);
        }
    }

    /** Releases the reference to this connection, or to whichever the thread has. */
    leave(conn = this.#held?.conn): void {
        const held = this.#held;
        if (!held || held.conn !== conn) return;
        this.#held = undefined;
        held.release();
        this.#vir.virConnectClose(conn);
    }

    #hold(conn: Handle): JobsOn {
        if (this.#held?.conn !== conn) this.#held = { conn, ...jobsOn(this.#vir, conn) };
        return this.#held;
    }

    #watch(conn: Handle): void {
        try {
            this.#vir.virConnectSetKeepAlive(conn, this.keepAlive.interval, this.keepAlive.count);
        } catch (error) {
            // The drivers that run in this process have nothing to keep alive.
            if (error instanceof LibvirtError && error.code === VIR_ERR.NO_SUPPORT) return;
            this.leave(conn);
            throw error;
        }
    }

    #isAlive(conn: Handle): boolean {
        try {
            return this.#vir.virConnectIsAlive(conn) === 1;
        } catch {
            return false;
        }
    }
}

/**
 * The daemon went away in the middle of a call, which a new connection may cure. Where the daemon is there but silent, the
 * keepalive gives up with INTERNAL_ERROR, and a new connection would hang: nothing watches over it yet.
 */
const hasGoneAway = ({ code }: LibvirtError): boolean => code === VIR_ERR.SYSTEM_ERROR;
