import type { KeepAlive } from "./connection";
import { LibvirtTimeout } from "./errors";
import { startEventLoop } from "./eventLoop";
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
 * A daemon works on 20 calls at once (`max_workers` in libvirtd.conf), so four threads leave room for others. A host
 * that falls silent is noticed after some 20 s of keepalive, before the deadline.
 */
const defaults: ThreadPoolOptions = { threads: 4, deadline: 60, keepAlive: { interval: 5, count: 3 } };

/**
 * A thread whose call had no answer in time is replaced, since a new connection may do better, but not for ever: when
 * this many times `threads` exist, calls wait.
 */
const REPLACED = 4;

/** Calls that were asked at the same moment run out at the same moment: none is sent only to run out at once. */
const PAUSE_MILLISECONDS = 50;

interface Call {
    readonly job: Job;
    readonly args: Arguments<Job>;
    readonly resolve: (answer: unknown) => void;
    readonly reject: (error: unknown) => void;
    readonly timer: NodeJS.Timeout;
    /** Absent while the call waits for its turn. */
    thread?: ConnectionThread;
}

/** The threads that talk to one host, and the calls that wait for one of them. */
export class ThreadPool {
    readonly #threads = new Set<ConnectionThread>();
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
            const call: Call = { job, args, resolve, reject, timer };
            this.#queue.push(call);
            this.#next();
        });
        return answer as Answer<J>;
    }

    /** Ends the threads, each after its job. Those that are stuck are not waited for. */
    async close(): Promise<void> {
        const threads = [...this.#threads];
        this.#threads.clear();
        await Promise.all(threads.map((thread) => thread.close()));
    }

    #next(): void {
        while (this.#queue.length > 0) {
            const thread = this.#idleThread();
            const call = thread && this.#queue.shift();
            if (!call) return;
            call.thread = thread;
            void thread
                .do(call.job, call.args)
                .then(call.resolve, call.reject)
                .finally(() => {
                    clearTimeout(call.timer);
                    this.#next();
                });
        }
    }

    #idleThread(): ConnectionThread | undefined {
        for (const thread of this.#threads) if (thread.idle) return thread;
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
        const { thread } = call;
        if (thread) this.#replace(thread);
        else this.#queue.splice(this.#queue.indexOf(call), 1);
        call.reject(new LibvirtTimeout(call.job, this.uri, this.options.deadline, thread !== undefined));
    }

    #replace(thread: ConnectionThread): void {
        this.#threads.delete(thread);
        this.#stuck.add(thread);
        thread.retire();
        setTimeout(() => {
            this.#next();
        }, PAUSE_MILLISECONDS).unref();
    }
}
