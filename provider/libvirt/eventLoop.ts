import { once } from "node:events";
import { join } from "node:path";
import { Worker } from "node:worker_threads";

interface EventLoop {
    readonly worker: Worker;
    readonly stop: Int32Array;
}

let running: Promise<EventLoop> | undefined;

async function start(): Promise<EventLoop> {
    const stop = new Int32Array(new SharedArrayBuffer(4));
    const worker = new Worker(join(__dirname, "eventLoopThread.js"), { workerData: stop });
    await once(worker, "message"); // or rejects with the thread's error
    worker.unref();
    return { worker, stop };
}

/** Runs libvirt's event loop in a thread of its own, one per process. Await it before any connection is opened. */
export async function startEventLoop(): Promise<void> {
    running ??= start();
    try {
        await running;
    } catch (error) {
        running = undefined;
        throw error;
    }
}

/** To be called when no connection is open: from then on nothing notices a lost host. */
export async function stopEventLoop(): Promise<void> {
    const loop = await running?.catch(() => undefined);
    running = undefined;
    if (!loop) return;
    Atomics.store(loop.stop, 0, 1);
    loop.worker.ref();
    await once(loop.worker, "exit");
}
