import { join } from "node:path";
import { Worker } from "node:worker_threads";
import { adviceOn } from "./advice";
import type { Attempt, Outcome } from "./connection";
import { LibvirtError, LibvirtLost } from "./errors";
import { leave } from "./native";
import type { Handle } from "./prototypes";
import type { Refusal, Reply, Request, ThreadData } from "./thread";

interface Waiting {
    readonly for: "a connection" | "its answer";
    readonly resolve: (outcome: Outcome) => void;
    readonly reject: (error: unknown) => void;
}

/** Threads that are inside a call of libvirt, those that were given up included. */
const busy = new Set<ConnectionThread>();

// At exit node waits for its threads, but none can be called back from C: one that waits for a silent host would keep
// the process for ever. What a call has asked of the host, the host carries out without us.
const leaveIfBusy = (code: number): void => {
    if (busy.size > 0) leave(code);
};

/** A thread that calls libvirt, as the main thread sees it. It does one thing at a time. */
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

    /** Call that has no answer yet; undefined while the thread is outside of libvirt. */
    get waitsFor(): Waiting["for"] | undefined {
        return this.#waiting?.for;
    }

    /** Opens a connection that other threads may use, too, until this one is told to leave it. */
    async open(): Promise<Handle> {
        const outcome = await this.#ask("open", "a connection");
        return (outcome as { readonly answer: Handle }).answer;
    }

    /** Tries a job. The thread must have been given a reference to the connection. */
    attempt(attempt: Attempt): Promise<Outcome> {
        return this.#ask(attempt, "its answer");
    }

    /** Gives back its reference to a connection, after what it is doing. */
    leave(conn: Handle): void {
        this.#post({ leave: conn });
    }

    /** Leaves its connection and ends the thread, after what it is doing. */
    async close(): Promise<void> {
        this.#worker.ref();
        this.retire();
        await this.ended;
    }

    /** As `close`, without a wait: for a thread whose host does not answer. */
    retire(): void {
        this.#post("close");
    }

    #ask(request: Request, what: Waiting["for"]): Promise<Outcome> {
        return new Promise((resolve, reject) => {
            this.#waiting = { for: what, resolve, reject };
            busy.add(this);
            this.#post(request);
        });
    }

    #post(request: Request): void {
        this.#worker.postMessage(request);
    }

    #settle(reply: Reply): void {
        const waiting = this.#waiting;
        this.#waiting = undefined;
        busy.delete(this);
        if ("refusal" in reply) waiting?.reject(this.#refusal(reply.refusal, waiting.for));
        else if ("error" in reply) waiting?.reject(reply.error);
        else waiting?.resolve(reply);
    }

    #refusal([call, code, domain, detail, isLost]: Refusal, askedFor: Waiting["for"]): LibvirtError {
        const advice = askedFor === "a connection" ? adviceOn(this.#uri, code) : undefined;
        return new (isLost ? LibvirtLost : LibvirtError)(call, code, domain, detail, this.#uri, advice);
    }
}
