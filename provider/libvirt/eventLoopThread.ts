import { parentPort, workerData } from "node:worker_threads";
import { load, wake } from "./native";

// libvirt's event loop answers and sends the keepalives. It sleeps in C, so a timer wakes it to see whether to stop.
const WAKE_MILLISECONDS = 100;

const stop = workerData as Int32Array;
const vir = load("libvirt's event loop");
vir.virEventRegisterDefaultImpl();
const timer = vir.virEventAddTimeout(WAKE_MILLISECONDS, wake(), null, null);
parentPort?.postMessage("registered");
while (Atomics.load(stop, 0) === 0) vir.virEventRunDefaultImpl();
vir.virEventRemoveTimeout(timer);
