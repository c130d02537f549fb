import { addReference } from "./native";
import type { Handle } from "./prototypes";
import type { ConnectionThread } from "./worker";

/** A connection that is open. */
export interface OpenConnection {
    readonly conn: Handle;
    /** The threads that hold a reference to it: the one that opened it, and those that it was handed to. */
    readonly holders: Set<ConnectionThread>;
}

/** A connection that one thread is opening. */
interface Opening {
    readonly thread: ConnectionThread;
    /** Settles when the connection is open, could not be opened, or is waited for no longer. */
    readonly ended: Promise<void>;
    readonly stopWaiting: () => void;
}

/** Calls that were asked at the same moment run out at the same moment: none is sent only to run out at once. */
export const PAUSE_MILLISECONDS = 50;

/**
 * The one connection of a host, which all its threads use. libvirt counts references, and each thread holds one. The main
 * thread takes a thread's reference when it hands the connection over, which is safe: the thread that opened the
 * connection keeps its own until {@link replace}, and from then on no caller gets it.
 */
export class HostConnection {
    #open: OpenConnection | undefined;
    #opening: Opening | undefined;

    /** The open connection, with a reference for this thread. It is to be used before any other message to the thread. */
    handTo(thread: ConnectionThread): OpenConnection | undefined {
        const open = this.#open;
        if (open && !open.holders.has(thread)) {
            addReference(open.conn);
            open.holders.add(thread);
        }
        return open;
    }

    /**
     * Opens the connection in this thread, or waits for the thread that is opening it.
     * @throws LibvirtError to all that wait
     */
    open(thread: ConnectionThread): Promise<void> {
        this.#opening ??= this.#openIn(thread);
        return this.#opening.ended;
    }

    /** Later calls get another connection than this one. Does nothing for one that was replaced already. */
    replace(open = this.#open): void {
        if (!open || open !== this.#open) return;
        this.#open = undefined;
        for (const thread of open.holders) thread.leave(open.conn);
    }

    /** No later call is to use what this thread opens or uses: it is about to end, or its host does not answer it. */
    abandon(thread: ConnectionThread): void {
        const opening = this.#opening;
        if (opening?.thread === thread) {
            this.#opening = undefined;
            setTimeout(opening.stopWaiting, PAUSE_MILLISECONDS).unref();
        }
        if (this.#open?.holders.has(thread)) this.replace();
    }

    #openIn(thread: ConnectionThread): Opening {
        const { promise: stopped, resolve: stopWaiting } = withResolver();
        const opened = thread.open().then(
            (conn) => {
                if (this.#opening !== opening) return;
                this.#opening = undefined;
                this.#open = { conn, holders: new Set([thread]) };
            },
            (error: unknown) => {
                if (this.#opening === opening) this.#opening = undefined;
                throw error;
            },
        );
        const opening: Opening = { thread, ended: Promise.race([opened, stopped]), stopWaiting };
        return opening;
    }
}

function withResolver(): { readonly promise: Promise<void>; readonly resolve: () => void } {
    let resolve: () => void = () => undefined;
    const promise = new Promise<void>((done) => (resolve = done));
    return { promise, resolve };
}
