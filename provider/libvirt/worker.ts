import { join } from "node:path";
import { Worker } from "node:worker_threads";
import { LibvirtError } from "./errors";
import type { Arguments, Job } from "./jobs";
import { leave } from "./native";
import type { Reply, Request, ThreadData } from "./thread";

interface Waiting {
    readonly resolve: (answer: unknown) => void;
    readonly reject: (error: unknown) => void;
}

/** Threads that are inside a call of libvirt, those that were given up included. */
const busy = new Set<ConnectionThread>();

// At exit node waits for its threads, but none can be called back from C: one that waits for a silent host would keep
// the process for ever. What a call has asked of the host, the host carries out without us.
const leaveIfBusy = (code: number): void => {
    if (busy.size > 0) leave(code);
};

/** A thread with a connection, as the main thread sees it. It does one job at a time. */
export class ConnectionThread {
    readonly #uri: string;
    readonly #worker: Worker;
    /** Resolves when the thread is no more, whether it was closed or failed. */
    readonly ended: Promise<void>;
    #waiting: Waiting | undefined;

    constructor(data: ThreadData) {
        if (!process.listeners("exit").includes(leaveIfBusy)) process.once("exit", leaveIfBusy);
        this.#uri = data.uri;
        this.#worker = new Worker(join(__dirname, "thread.js"), { workerData: data });
        this.#worker.on("message", (reply: Reply) => {
            this.#settle(reply);
        });
        this.#worker.on("error", (error) => {
            this.#settle({ error });
        });
        this.ended = new Promise((resolve) => {
            this.#worker.on("exit", () => {
                this.#settle({ error: new Error(`the thread of ${data.uri} ended before it answered`) });
                resolve();
            });
        });
        // Idle connections keep no process alive; a call does, by its deadline. Listening for messages undoes this.
        this.#worker.unref();
    }

    get idle(): boolean {
        return this.#waiting === undefined;
    }

    do(job: Job, args: Arguments<Job>): Promise<unknown> {
        return new Promise((resolve, reject) => {
            this.#waiting = { resolve, reject };
            busy.add(this);
            this.#worker.postMessage({ job, args } satisfies Request);
        });
    }

    /** Closes the connection and ends the thread, after the job that it is doing. */
    async close(): Promise<void> {
        this.#worker.ref();
        this.retire();
        await this.ended;
    }

    /** As `close`, with nobody waiting for it: for a thread whose host does not answer. */
    retire(): void {
        this.#worker.postMessage("close" satisfies Request);
    }

    #settle(reply: Reply): void {
        const waiting = this.#waiting;
        this.#waiting = undefined;
        busy.delete(this);
        if ("answer" in reply) waiting?.resolve(reply.answer);
        else if ("refusal" in reply) waiting?.reject(new LibvirtError(...reply.refusal, this.#uri));
        else waiting?.reject(reply.error);
    }
}
