import { parentPort, workerData } from "node:worker_threads";
import { Connection, type KeepAlive } from "./connection";
import { LibvirtError } from "./errors";
import type { Arguments, Job } from "./jobs";

/** What a thread is started with. */
export interface ThreadData {
    readonly uri: string;
    readonly keepAlive: KeepAlive;
}

export type Request = { readonly job: Job; readonly args: Arguments<Job> } | "close";

/** A `LibvirtError` goes as its fields: of an error, postMessage keeps the text alone. */
export type Reply =
    | { readonly answer: unknown }
    | { readonly refusal: readonly [call: string, code: number, domain: number, detail: string] }
    | { readonly error: unknown };

const { uri, keepAlive } = workerData as ThreadData;
const connection = new Connection(uri, keepAlive);

function reply(job: Job, args: Arguments<Job>): Reply {
    try {
        return { answer: connection.do(job, args) };
    } catch (error) {
        if (!(error instanceof LibvirtError)) return { error };
        return { refusal: [error.call, error.code, error.domain, error.detail] };
    }
}

// One thread, one connection, one job at a time: libvirt keeps its errors per thread.
parentPort?.on("message", (request: Request) => {
    if (request !== "close") {
        parentPort?.postMessage(reply(request.job, request.args));
        return;
    }
    connection.close();
    parentPort?.close();
});
