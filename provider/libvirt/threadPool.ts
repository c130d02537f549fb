import { adviceOn } from "./advice";
import type { Attempt, KeepAlive } from "./connection";
import { LibvirtTimeout } from "./errors";
import { startEventLoop } from "./eventLoop";
import { HostConnection, PAUSE_MILLISECONDS } from "./hostConnection";
import type { Answer, Arguments, Job } from "./jobs";
import { assertInstalled } from "./native";
import { ConnectionThread } from "./worker";

export interface ThreadPoolOptions {
    /** How many calls may be under way at once; a thread starts when a call finds no idle one. */
    readonly threads: number;
    /** How long a caller waits for an answer, in seconds, its turn included. */
    readonly deadline: number;
    readonly keepAlive: KeepAlive;
}

/**
 * A daemon works on 5 calls of one connection at once (`max_client_requests` in libvirtd.conf), so four threads never
 * wait for it. A host that falls silent is noticed after some 20 s of keepalive, before the deadline.
 */
const defaults: ThreadPoolOptions = { threads: 4, deadline: 60, keepAlive: { interval: 5, count: 3 } };

/**
 * A thread whose call had no answer in time is replaced, and so is the connection, since a new one may do better, but not
 * for ever: when this many times `threads` exist, calls wait.
 */
const REPLACED = 4;

interface Call {
    readonly job: Job;
    readonly args: Arguments<Job>;
    readonly resolve: (answer: unknown) => void;
    readonly reject: (error: unknown) => void;
    readonly timer: NodeJS.Timeout;
    /** Absent while the call waits for its turn. */
    thread?: ConnectionThread;
    /** Nobody waits for its answer any more. */
    isGivenUp: boolean;
}

/** The threads that talk to one host over one connection, and the calls that wait for one of them. */
export class ThreadPool {
    readonly #connection = new HostConnection();
    readonly #threads = new Set<ConnectionThread>();
    /** Call of each thread; absent for an idle one. */
    readonly #work = new Map<ConnectionThread, Promise<void>>();
    /** Those that were given up, until their call returns. */
    readonly #stuck = new Set<ConnectionThread>();
    readonly #queue: Call[] = [];

    readonly options: ThreadPoolOptions;

    constructor(
        readonly uri: string,
        options: Partial<ThreadPoolOptions> = {},
    ) {
        this.options = { ...defaults, ...options };
    }

    async run<J extends Job>(job: J, args: Arguments<J>): Promise<Answer<J>> {
        assertInstalled();
        await startEventLoop();
        const answer = await new Promise((resolve, reject) => {
            const timer = setTimeout(() => {
                this.#giveUp(call);
            }, this.options.deadline * 1000);
            const call: Call = { job, args, resolve, reject, timer, isGivenUp: false };
            this.#queue.push(call);
            this.#next();
        });
        return answer as Answer<J>;
    }

    /** Ends the threads, each after its call. Those that are stuck are not waited for. */
    async close(): Promise<void> {
        const threads = [...this.#threads];
        this.#threads.clear();
        this.#connection.replace();
        await Promise.all(
            threads.map(async (thread) => {
                await this.#work.get(thread);
                this.#connection.abandon(thread);
                await thread.close();
            }),
        );
    }

    #next(): void {
        while (this.#queue.length > 0) {
            const thread = this.#idleThread();
            const call = thread && this.#queue.shift();
            if (!call) return;
            call.thread = thread;
            const work = this.#perform(call, thread)
                .then(call.resolve, call.reject)
                .finally(() => {
                    clearTimeout(call.timer);
                    this.#work.delete(thread);
                    this.#next();
                });
            this.#work.set(thread, work);
        }
    }

    /** Tries until there is an answer: a connection that was lost is replaced, and what reads is repeated once. */
    async #perform(call: Call, thread: ConnectionThread): Promise<unknown> {
        let earlier: Attempt["earlier"] = "none";
        while (!call.isGivenUp) {
            const open = this.#connection.handTo(thread);
            if (!open) {
                await this.#connection.open(thread);
                continue;
            }
            const outcome = await thread.attempt({ job: call.job, args: call.args, conn: open.conn, earlier });
            if ("answer" in outcome) return outcome.answer;
            earlier = outcome.lost;
            this.#connection.replace(open);
        }
        return undefined;
    }

    #idleThread(): ConnectionThread | undefined {
        for (const thread of this.#threads) if (!this.#work.has(thread)) return thread;
        const { threads } = this.options;
        if (this.#threads.size >= threads || this.#threads.size + this.#stuck.size >= REPLACED * threads)
            return undefined;
        const thread = new ConnectionThread({ uri: this.uri, keepAlive: this.options.keepAlive });
        this.#threads.add(thread);
        void thread.ended.then(() => {
            this.#threads.delete(thread);
            this.#stuck.delete(thread);
            this.#next();
        });
        return thread;
    }

    #giveUp(call: Call): void {
        call.isGivenUp = true;
        const { job, thread } = call;
        if (!thread) this.#queue.splice(this.#queue.indexOf(call), 1);
        // a thread that waits for another to open the connection is not stuck
        const stuckIn = thread?.waitsFor;
        if (thread && stuckIn) this.#replace(thread);
        const waitedFor = thread ? (stuckIn ?? "a connection") : "its turn";
        const advice = waitedFor === "a connection" ? adviceOn(this.uri, "silent") : undefined;
        call.reject(new LibvirtTimeout(job, this.uri, this.options.deadline, waitedFor, advice));
    }

    #replace(thread: ConnectionThread): void {
        this.#threads.delete(thread);
        this.#stuck.add(thread);
        this.#connection.abandon(thread);
        thread.retire();
        setTimeout(() => {
            this.#next();
        }, PAUSE_MILLISECONDS).unref();
    }
}
