import { LibvirtError, VIR_ERR } from "./errors";
import { jobsOn, reads, type Answer, type Arguments, type Job, type Jobs, type JobsOn } from "./jobs";
import { fromAuthConf, load, type Native } from "./native";
import type { Handle } from "./prototypes";

/** How a dead host is noticed: a question every `interval` seconds, given up when `count` of them stay unanswered. */
export interface KeepAlive {
    readonly interval: number;
    readonly count: number;
}

/** One thread's connection: opened by the first job, and opened again by the next job when it was lost. */
export class Connection {
    readonly #vir: Native;
    readonly #auth = fromAuthConf();
    #open: ({ readonly conn: Handle } & JobsOn) | undefined;

    constructor(
        readonly uri: string,
        readonly keepAlive: KeepAlive,
    ) {
        this.#vir = load(uri);
    }

    do<J extends Job>(job: J, args: Arguments<J>): Answer<J> {
        if (!this.#isAlive()) this.close();
        try {
            return this.#jobs()[job](...args);
        } catch (error) {
            if (!reads.has(job) || !this.#wasLost(error)) throw error;
            this.close();
            return this.#jobs()[job](...args);
        }
    }

    close(): void {
        const open = this.#open;
        this.#open = undefined;
        if (!open) return;
        open.release();
        this.#vir.virConnectClose(open.conn);
    }

    #jobs(): Jobs {
        if (!this.#open) {
            const conn = this.#vir.virConnectOpenAuth(this.uri, this.#auth, 0);
            this.#open = { conn, ...jobsOn(this.#vir, conn) };
            this.#watch(conn);
        }
        return this.#open.jobs;
    }

    #watch(conn: Handle): void {
        try {
            this.#vir.virConnectSetKeepAlive(conn, this.keepAlive.interval, this.keepAlive.count);
        } catch (error) {
            // The drivers that run in this process have nothing to keep alive.
            if (!(error instanceof LibvirtError && error.code === VIR_ERR.NO_SUPPORT)) throw error;
        }
    }

    #isAlive(): boolean {
        try {
            return this.#open !== undefined && this.#vir.virConnectIsAlive(this.#open.conn) === 1;
        } catch {
            return false;
        }
    }

    /**
     * The daemon went away in the middle of the call, which a new connection may cure. Where the daemon is there but
     * silent, the keepalive gives up with INTERNAL_ERROR, and a new connection would hang: nothing watches over it yet.
     */
    #wasLost(error: unknown): boolean {
        return (
            error instanceof LibvirtError &&
            error.code === VIR_ERR.SYSTEM_ERROR &&
            this.#open !== undefined &&
            !this.#isAlive()
        );
    }
}
