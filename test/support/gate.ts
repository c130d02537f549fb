import { spawn, type ChildProcess } from "node:child_process";
import { once } from "node:events";
import { createServer, type AddressInfo, type Server } from "node:net";
import type { Host } from "../../lab/host";

/** A free port of this machine that leads to a port in the network of a pretend host, which nothing else reaches. */
export class Gate {
    readonly #server: Server;
    readonly #ways = new Set<ChildProcess>();

    private constructor(host: Host, port: number) {
        const through = `exec 3<>/dev/tcp/127.0.0.1/${port}; cat <&3 & exec cat >&3`;
        this.#server = createServer((socket) => {
            const inHost = ["--target", String(host.pid), "--net", "--", "bash", "-c", through];
            const way = spawn("nsenter", inHost, { stdio: ["pipe", "pipe", "ignore"] });
            this.#ways.add(way);
            way.once("exit", () => this.#ways.delete(way));
            for (const stream of [socket, way.stdin, way.stdout]) stream.on("error", () => undefined);
            socket.pipe(way.stdin);
            way.stdout.pipe(socket);
        });
    }

    static async open(host: Host, port: number): Promise<Gate> {
        const gate = new Gate(host, port);
        gate.#server.listen(0, "127.0.0.1");
        await once(gate.#server, "listening");
        return gate;
    }

    get port(): number {
        return (this.#server.address() as AddressInfo).port;
    }

    async close(): Promise<void> {
        this.#server.close();
        const ended = [...this.#ways].map((way) => once(way, "exit"));
        for (const way of this.#ways) way.kill("SIGKILL");
        await Promise.all(ended);
    }
}
