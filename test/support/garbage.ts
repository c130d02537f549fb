import { once } from "node:events";
import { createServer, connect as dial } from "node:net";
import { join } from "node:path";
import type { Host } from "../../lab/host";

/** What a daemon does to its answers from some byte on. */
export type Garbage = (answer: Buffer) => Buffer;

/** A socket in front of a host's own, which passes some bytes of the daemon, then garbage, and then hangs up. */
export class GarbageRelay {
    #whole = Infinity;
    #garbage: Garbage = (answer) => answer;

    private constructor(
        readonly uri: string,
        readonly stop: () => void,
    ) {}

    static async before(host: Host): Promise<GarbageRelay> {
        const path = join(host.folder, "garbage");
        const server = createServer((near) => {
            const far = dial(decodeURIComponent(host.uri.split("socket=")[1] ?? ""));
            for (const socket of [near, far]) socket.on("error", () => undefined);
            near.pipe(far);
            far.on("close", () => near.destroy());
            let passed = 0;
            far.on("data", (answer: Buffer) => {
                const whole = Math.max(0, Math.min(answer.length, relay.#whole - passed));
                passed += answer.length;
                near.write(answer.subarray(0, whole));
                if (whole < answer.length) near.end(relay.#garbage(answer.subarray(whole)), () => far.destroy());
            });
        });
        const relay = new GarbageRelay(`qemu+unix:///system?socket=${path}`, () => server.close());
        server.listen(path);
        await once(server, "listening");
        return relay;
    }

    /** From the next connection on. */
    send(whole: number, garbage: Garbage): void {
        this.#whole = whole;
        this.#garbage = garbage;
    }
}
