import { once } from "node:events";
import { createServer, connect as dial, type Server, type Socket } from "node:net";
import { join } from "node:path";
import type { Host } from "../../lab/host";

/** libvirt's own calls among all that goes over a connection, such as keepalives. Source: src/remote/remote_protocol.x */
const REMOTE_PROGRAM = 0x20008086;
export const NETWORK_GET_XML_DESC = 43;

/** What becomes of some calls when all of them have come. */
type Fate = "pass" | "cut";

interface Gathering {
    readonly calls: number;
    readonly fate: Fate;
    readonly held: (() => void)[];
}

let relays = 0;

/** A socket in front of a host's own. It counts connections, and can hold calls back, cut them off or swallow them. */
export class Relay {
    opened = 0;
    /** Calls that were swallowed. */
    swallowed = 0;
    readonly #near = new Set<Socket>();
    readonly #server: Server;
    readonly #daemon: string;
    #gathering: Gathering | undefined;
    #swallow = 0;
    #cut: number | undefined;

    private constructor(
        host: Host,
        readonly path: string,
    ) {
        this.#daemon = decodeURIComponent(host.uri.split("socket=")[1] ?? "");
        this.#server = createServer((near) => {
            this.#relay(near);
        });
    }

    static async before(host: Host): Promise<Relay> {
        const relay = new Relay(host, join(host.folder, `relay${relays++}`));
        relay.#server.listen(relay.path);
        await once(relay.#server, "listening");
        return relay;
    }

    get uri(): string {
        return `qemu+unix:///system?socket=${this.path}`;
    }

    /** The connections that the client has not closed. */
    get open(): number {
        return this.#near.size;
    }

    /** The calls that are held back. */
    get held(): number {
        return this.#gathering?.held.length ?? 0;
    }

    /** Holds the next calls back until so many are under way at once. Then they pass, or every connection is cut. */
    gather(calls: number, fate: Fate): void {
        this.#gathering = { calls, fate, held: [] };
    }

    /** The next call reaches nobody, and has no answer. */
    swallowNext(): void {
        this.#swallow = this.swallowed + 1;
    }

    /** Every call of this procedure cuts every connection from now on. */
    cutEach(procedure: number): void {
        this.#cut = procedure;
    }

    /** Waits until the client has closed every connection. */
    async drained(): Promise<void> {
        await Promise.all([...this.#near].map((socket) => once(socket, "close")));
    }

    stop(): void {
        this.#server.close();
        this.#cutAll();
    }

    #relay(near: Socket): void {
        this.opened += 1;
        this.#near.add(near);
        const far = dial(this.#daemon);
        for (const socket of [near, far]) socket.on("error", () => undefined);
        let pending = Buffer.alloc(0);
        near.on("data", (data) => {
            pending = Buffer.concat([pending, data]);
            while (pending.length >= 8 && pending.length >= pending.readUInt32BE(0)) {
                const packet = pending.subarray(0, pending.readUInt32BE(0));
                pending = pending.subarray(packet.length);
                this.#pass(packet, () => far.write(packet));
            }
        });
        near.on("close", () => {
            this.#near.delete(near);
            far.destroy();
        });
        far.on("close", () => near.destroy());
        far.pipe(near);
    }

    #pass(packet: Buffer, send: () => void): void {
        const isCall = packet.readUInt32BE(4) === REMOTE_PROGRAM;
        if (isCall && this.#gathering) this.#gather(this.#gathering, send);
        else if (isCall && this.#swallow > this.swallowed) this.swallowed += 1;
        else if (isCall && packet.readUInt32BE(12) === this.#cut) this.#cutAll();
        else send();
    }

    #gather({ calls, fate, held }: Gathering, send: () => void): void {
        held.push(send);
        if (held.length < calls) return;
        this.#gathering = undefined;
        if (fate === "pass") for (const one of held) one();
        else this.#cutAll();
    }

    #cutAll(): void {
        for (const socket of this.#near) socket.destroy();
    }
}
