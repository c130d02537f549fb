import { parentPort, workerData } from "node:worker_threads";
import { Connection, type Attempt, type KeepAlive, type Outcome } from "./connection";
import { LibvirtError, LibvirtLost } from "./errors";
import type { Handle } from "./prototypes";

/** Data that a thread starts with. */
export interface ThreadData {
    readonly uri: string;
    readonly keepAlive: KeepAlive;
}

/** Request to a thread. `open` and an attempt have a reply. */
export type Request = "open" | Attempt | { readonly leave: Handle } | "close";

/** A `LibvirtError` goes as its fields: of an error, postMessage keeps the text alone. */
export type Refusal = readonly [call: string, code: number, domain: number, detail: string, isLost: boolean];
export type Reply = Outcome | { readonly refusal: Refusal } | { readonly error: unknown };

const { uri, keepAlive } = workerData as ThreadData;
const connection = new Connection(uri, keepAlive);

function reply(work: () => Outcome): Reply {
    try {
        return work();
    } catch (error) {
        if (!(error instanceof LibvirtError)) return { error };
        const { call, code, domain, detail } = error;
        return { refusal: [call, code, domain, detail, error instanceof LibvirtLost] };
    }
}

// One request at a time: libvirt keeps its errors per thread.
parentPort?.on("message", (request: Request) => {
    if (request === "open") parentPort?.postMessage(reply(() => ({ answer: connection.open() })));
    else if (request === "close") {
        connection.leave();
        parentPort?.close();
    } else if ("leave" in request) connection.leave(request.leave);
    else parentPort?.postMessage(reply(() => connection.attempt(request)));
});
