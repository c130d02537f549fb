import { once } from "node:events";
import { createServer, type AddressInfo } from "node:net";
import { join } from "node:path";
import { writeHostInitramfs, writeSsh } from "./hostFiles";
import { bootHost, isUp, type Cables, type EmulatedHost } from "./hosts";
import type { Carrier } from "./moments";
import { Pinger } from "./pinger";
import { Switch } from "./switch";
import { debianTree } from "./tree";

export const HOSTS = ["kvm1", "kvm2"] as const;
export type HostName = (typeof HOSTS)[number];
export const uriOf = (host: HostName): string => `qemu+ssh://root@${host}/system`;

/** Two emulated hosts on one switch, and a host beside them that pings. */
export interface TwoHosts {
    /** To be first on PATH: its `ssh` knows both hosts by name. */
    readonly bin: string;
    readonly pinger: Pinger;
    stop(): Promise<void>;
}

/**
 * Boots both hosts, and waits until their libvirts answer.
 * @param folder gets all that they need, and their consoles
 */
export async function startTwoHosts(folder: string): Promise<TwoHosts> {
    const tree = await debianTree();
    const initramfs = await writeHostInitramfs(tree, folder);
    const network = new Switch();
    const carriers = new Map<string, Carrier>();
    /** A port of the switch, by which a half of a guest on a host is reached. */
    async function addPort(host: HostName, half: Carrier["half"], card: string): Promise<string> {
        const name = `${host}-${card}`;
        carriers.set(name, { host, half });
        await network.addSocket(name, join(folder, name));
        return join(folder, name);
    }

    const sshPorts: Partial<Record<HostName, number>> = {};
    const hosts: EmulatedHost[] = [];
    for (const name of HOSTS) {
        const sshPort = await freePort();
        const cables: Cables = {
            card: await addPort(name, "VF", "card"),
            bridge: await addPort(name, "virtio half", "bridge"),
            migration: join(folder, "migration"),
        };
        const number = HOSTS.indexOf(name) + 1;
        hosts.push(bootHost({ name, number, tree, initramfs, folder, cables, sshPort }));
        sshPorts[name] = sshPort;
    }
    const bin = await writeSsh(folder, sshPorts);
    const pinger = new Pinger(network, (port) => carriers.get(port));
    await Promise.all(hosts.map(isUp));
    return {
        bin,
        pinger,
        async stop() {
            pinger.stop();
            await Promise.all(hosts.map((host) => host.stop()));
            network.close();
        },
    };
}

/** A port of the loopback that nothing listens at. */
async function freePort(): Promise<number> {
    const server = createServer().listen(0, "127.0.0.1");
    await once(server, "listening");
    const { port } = server.address() as AddressInfo;
    server.close();
    await once(server, "close");
    return port;
}
