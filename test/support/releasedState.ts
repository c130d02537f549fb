import { mkdir, readFile, writeFile } from "node:fs/promises";
import { join } from "node:path";
import type { Host } from "../../lab/host";
import { projectRoot } from "../../lab/places";
import { Stack } from "./cliStack";
import { startTestHost } from "./testHost";

/** A state that a released version wrote, and the host that it speaks of. */
export interface Released {
    /** Deployment for `pulumi stack import`, with the host's URI left open. */
    readonly state: string;
    /** Definition of the pool. */
    readonly network: string;
    /** Definition of the guest that has the pair. */
    readonly guest: string;
}

/** Stands for the URI of the host. */
const URI = "test-host-uri";

export const RELEASES = join(projectRoot, "test/releases");

/** Program of the state: most of what a pool and a pair can have. */
export const PROGRAM = `
const pool = new libvirt.HostdevNetwork("vfpool", {
    pf: "enp7s0f0", vlan: 42, portgroups: [{ name: "storage", vlan: 43 }],
});
const nic = new libvirt.TeamedNic("net0", {
    domain: "demo", persistent: { network: "lan", mtu: 9000, bandwidth: { inbound: { average: 1000 } } },
    transient: { network: pool.name },
});
exports.mac = nic.mac;`;

export async function readReleased(version: string): Promise<Released> {
    const read = (file: string): Promise<string> => readFile(join(RELEASES, version, file), "utf8");
    return {
        state: await read("state.json"),
        network: await read("network.xml"),
        guest: await read("guest.xml"),
    };
}

/** Makes a host as it was when the state was written. Its guest has the UUID that the state speaks of. */
export async function hostOf({ network, guest }: Released): Promise<Host> {
    const host = await startTestHost();
    await host.virsh("undefine", "demo");
    await host.virsh("define", await host.file(guest));
    await host.virsh("net-start", "lan");
    await host.virsh("net-define", await host.file(network));
    await host.virsh("net-autostart", "vfpool");
    await host.virsh("net-start", "vfpool");
    return host;
}

/** Returns the deployment as a stack on this host would have it. */
export const stateFor = (host: Host, { state }: Released): string => state.replaceAll(URI, host.uri);

/** Writes what this version makes of {@link PROGRAM}, as a release does it once. */
export async function writeReleased(version: string): Promise<void> {
    const host = await startTestHost();
    await host.virsh("net-start", "lan");
    const stack = await Stack.create(host.uri, PROGRAM);
    try {
        await stack.up();
        const exported = JSON.parse(await stack.must("stack", "export")) as {
            readonly deployment: Readonly<Record<string, unknown>>;
        };
        const deployment = Object.fromEntries(
            // the salt of one passphrase is of no use to another stack
            Object.entries(exported.deployment).filter(([key]) => key !== "secrets_providers"),
        );
        const state = JSON.stringify({ version: 3, deployment }, null, 1).replaceAll(host.uri, URI);
        const folder = join(RELEASES, version);
        await mkdir(folder, { recursive: true });
        await writeFile(join(folder, "state.json"), `${state}\n`);
        await writeFile(join(folder, "network.xml"), `${await host.virsh("net-dumpxml", "vfpool", "--inactive")}\n`);
        await writeFile(join(folder, "guest.xml"), `${await host.virsh("dumpxml", "demo", "--inactive")}\n`);
        await stack.destroy();
    } finally {
        await stack.remove();
        await host.stop();
    }
}
