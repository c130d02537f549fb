import { once } from "node:events";
import { createServer, type Server, type Socket } from "node:net";

/** Takes a frame that leaves the switch, and the name of the port by which it came. */
type Receive = (frame: Buffer, cameBy: string) => void;

/**
 * An Ethernet switch for emulated machines: it learns by which port a MAC is reached, and sends to all ports where it
 * does not know. QEMU's netdev `stream` connects to the unix socket of a port: four bytes of length, then a frame.
 */
export class Switch {
    private readonly ports = new Map<string, Receive>();
    private readonly portOf = new Map<string, string>();
    private readonly servers: Server[] = [];
    private readonly sockets = new Set<Socket>();

    /** Adds a port that the network card of an emulated machine connects to, at any time and again. */
    async addSocket(name: string, path: string): Promise<void> {
        const server = createServer((socket) => {
            this.connect(name, socket);
        });
        this.servers.push(server);
        server.listen(path);
        await once(server, "listening");
    }

    /**
     * Adds a port for a part of this program.
     * @returns what sends a frame
     */
    addHost(name: string, receive: Receive): (frame: Buffer) => void {
        this.ports.set(name, receive);
        return (frame) => {
            this.forward(frame, name);
        };
    }

    close(): void {
        for (const server of this.servers) server.close();
        for (const socket of this.sockets) socket.destroy();
    }

    private connect(name: string, socket: Socket): void {
        const receive: Receive = (frame) => socket.write(withLength(frame));
        this.ports.set(name, receive);
        this.sockets.add(socket);
        let rest: Buffer = Buffer.alloc(0);
        socket.on("data", (bytes) => {
            rest = Buffer.concat([rest, bytes]);
            for (let end = endOfFrame(rest); end <= rest.length; end = endOfFrame(rest)) {
                this.forward(rest.subarray(4, end), name);
                rest = rest.subarray(end);
            }
        });
        socket.on("error", () => socket.destroy());
        socket.on("close", () => {
            this.sockets.delete(socket);
            if (this.ports.get(name) === receive) this.ports.delete(name);
        });
    }

    private forward(frame: Buffer, cameBy: string): void {
        const to = frame.toString("hex", 0, 6);
        this.portOf.set(frame.toString("hex", 6, 12), cameBy);
        const known = isForMany(frame) ? undefined : this.portOf.get(to);
        for (const [name, receive] of this.ports) {
            if (name !== cameBy && name === (known ?? name)) receive(frame, cameBy);
        }
    }
}

/** Returns the end of the first frame in the data, beyond the data while its length is unknown. */
const endOfFrame = (bytes: Buffer): number => (bytes.length < 4 ? Infinity : 4 + bytes.readUInt32BE(0));

function withLength(frame: Buffer): Buffer {
    const length = Buffer.alloc(4);
    length.writeUInt32BE(frame.length);
    return Buffer.concat([length, frame]);
}

/** Broadcast and multicast. */
const isForMany = (frame: Buffer): boolean => ((frame[0] ?? 0) & 1) === 1;
