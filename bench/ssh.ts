import { guestXml, plainNetworkXml, startHost, type Host } from "../lab/host";
import { Client } from "../provider/libvirt";
import { SshServer } from "../test/support/sshServer";
import { figure, interleave, time, versus, type Figure, type Size } from "./measure";
import { Project } from "./project";

const ROUNDS = 5;
const PAIRS = { full: 100, small: 2 };

/** A preview of unchanged pairs over a real ssh server, against the same over a unix socket. To open the connection does not count. */
export async function ssh(size: Size): Promise<readonly Figure[]> {
    const count = PAIRS[size];
    const near = await startHost({ vfs: count });
    const far = await startHost({ vfs: count });
    const server = await SshServer.start(far);
    const uris = { near: near.uri, far: await server.uri() };
    const projects: Project[] = [];
    try {
        for (const host of [near, far]) await populate(host, count);
        for (const uri of [uris.near, uris.far])
            projects.push(await Project.create("pairs", { LIBVIRT_DEFAULT_URI: uri, BENCH_PAIRS: String(count) }));
        // the far one has its ssh from a script
        for (const project of projects) await project.run("config", "set", "libvirt:allowCommands", "true");
        const [overUnix, overSsh] = projects as [Project, Project];
        await Promise.all([overUnix.up(), overSsh.up()]);
        const rounds = await interleave(size, ROUNDS, {
            openUnix: () => timeToOpen(uris.near),
            unix: () => previewUnchanged(overUnix),
            openSsh: () => timeToOpen(uris.far),
            ssh: () => previewUnchanged(overSsh),
        });
        return [
            ...versus(
                rounds,
                "ms",
                {
                    what: `preview of ${count} pairs over a unix socket, without opening it`,
                    of: (round) => round.unix - round.openUnix,
                },
                { what: "the same over ssh, without the login", of: (round) => round.ssh - round.openSsh },
                { what: "over ssh it takes as long", target: { atMost: 1.2 } },
            ),
            figure(
                "to open a connection over ssh",
                "ms",
                rounds.map(({ openSsh }) => openSsh),
            ),
        ];
    } finally {
        for (const project of projects) await project.remove();
        await server.stop();
        await Promise.all([near.stop(), far.stop()]);
    }
}

async function populate(host: Host, count: number): Promise<void> {
    const pool =
        "<network><name>vfpool</name><forward mode='hostdev' managed='yes'><pf dev='enp7s0f0'/></forward></network>";
    for (const xml of [plainNetworkXml("lan"), pool]) await host.virsh("net-define", await host.file(xml));
    const commands = ["net-start lan", "net-start vfpool"];
    for (let number = 0; number < count; number++)
        commands.push(`define ${await host.file(guestXml(`guest${number}`))}`);
    await host.virsh(commands.join("; "));
}

const previewUnchanged = (project: Project): Promise<number> =>
    time(() => project.run("preview", "--expect-no-changes"));

/** The time until a new connection gives its first answer. */
async function timeToOpen(uri: string): Promise<number> {
    const client = new Client(uri, { threads: 1 });
    try {
        return await time(() => client.versions());
    } finally {
        await client.close();
    }
}
