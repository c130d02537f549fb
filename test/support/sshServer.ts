import { execFile, spawn, type ChildProcess } from "node:child_process";
import { once } from "node:events";
import { chmod, mkdir, mkdtemp, readFile, rm, writeFile } from "node:fs/promises";
import { createServer, type AddressInfo, type Server, type Socket } from "node:net";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { promisify } from "node:util";
import { findCommand } from "../../lab/places";
import type { Host } from "../../lab/host";

/** What the server does otherwise. */
interface Options {
    /** A line of shell that the host runs before the server, e.g. to change what lies in its `/run/libvirt`. */
    readonly before?: string;
    /** What every login runs in place of what it asks for. @default what it asks for */
    readonly instead?: string;
}

/** How a client comes. */
interface Login {
    /** The key of the user, a file. @default the one that the server knows */
    readonly key?: string;
    /** The host's key that the client knows, a file. @default the server's; undefined for none */
    readonly known?: string | undefined;
}

/** OpenSSH's server in front of a pretend host, on a free port of this machine, with keys of its own. */
export class SshServer {
    readonly #sessions = new Set<ChildProcess>();
    readonly #server: Server;
    readonly hostKey: string;
    readonly userKey: string;
    /** Another key, which nobody knows. */
    readonly otherKey: string;
    #clients = 0;

    private constructor(
        readonly folder: string,
        host: Host,
        before: string,
    ) {
        const key = (name: string): string => join(folder, name);
        [this.hostKey, this.userKey, this.otherKey] = [key("host"), key("user"), key("other")];
        const sshd = findCommand("sshd");
        if (!sshd) throw new Error("sshd is missing: apt-get install openssh-server");
        // where root has no password at all, sshd takes the account for a locked one
        const prepare = `mount --bind ${folder}/shadow /etc/shadow; ${before}`;
        const serve = ["sh", "-c", `${prepare}; exec ${sshd} -i -e -f ${folder}/sshd_config`];
        this.#server = createServer({ pauseOnConnect: true }, (socket: Socket) => {
            const inHost = ["--target", String(host.pid), "--mount", "--pid", "--", "unshare", "--mount", ...serve];
            const session = spawn("nsenter", inHost, { stdio: [socket, socket, "ignore"] });
            this.#sessions.add(session);
            session.once("exit", () => this.#sessions.delete(session));
            socket.destroy(); // the session has a copy
        });
    }

    static async start(host: Host, { before = ":", instead }: Options = {}): Promise<SshServer> {
        const folder = await mkdtemp(join(tmpdir(), "sshd-"));
        const server = new SshServer(folder, host, before);
        for (const file of [server.hostKey, server.userKey, server.otherKey])
            await promisify(execFile)("ssh-keygen", ["-q", "-t", "ed25519", "-N", "", "-f", file]);
        const settings = [
            `HostKey ${server.hostKey}`,
            `AuthorizedKeysFile ${server.userKey}.pub`,
            "StrictModes no",
            "UsePAM no",
            "PasswordAuthentication no",
            "KbdInteractiveAuthentication no",
            ...(instead === undefined ? [] : [`ForceCommand ${instead}`]),
        ];
        await writeFile(join(folder, "sshd_config"), `${settings.join("\n")}\n`);
        await writeFile(join(folder, "shadow"), "root:*:19000:0:99999:7:::\n");
        await mkdir("/run/sshd", { recursive: true }); // which its package makes when the machine boots
        server.#server.listen(0, "127.0.0.1");
        await once(server.#server, "listening");
        return server;
    }

    get port(): number {
        return (this.#server.address() as AddressInfo).port;
    }

    /** The URI of the host for a client that knows nothing but what stands in `login`. */
    async uri({ key = this.userKey, ...login }: Login = {}): Promise<string> {
        const known = "known" in login ? login.known : this.hostKey;
        const client = join(this.folder, `client${(this.#clients += 1)}`);
        const knownHosts = known ? `[127.0.0.1]:${this.port} ${await readFile(`${known}.pub`, "utf8")}` : "";
        await writeFile(`${client}.known`, knownHosts);
        const settings = [
            `UserKnownHostsFile ${client}.known`,
            "GlobalKnownHostsFile /dev/null",
            "IdentitiesOnly yes",
            "BatchMode yes",
        ];
        await writeFile(`${client}.config`, `${settings.join("\n")}\n`);
        await writeFile(client, `#!/bin/sh\nexec ssh -F ${client}.config "$@"\n`);
        await chmod(client, 0o755);
        return `qemu+ssh://root@127.0.0.1:${this.port}/system?keyfile=${key}&command=${client}`;
    }

    /** Ends every session as well. */
    async stop(): Promise<void> {
        this.#server.close();
        const ended = [...this.#sessions].map((session) => once(session, "exit"));
        for (const session of this.#sessions) session.kill("SIGKILL");
        await Promise.all(ended);
        await rm(this.folder, { recursive: true });
    }
}
