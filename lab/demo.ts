import { spawn, type ChildProcess } from "node:child_process";
import { once } from "node:events";
import { openSync, readFileSync } from "node:fs";
import { mkdir, mkdtemp, rm, writeFile } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import type { Readable } from "node:stream";
import { createInterface } from "node:readline";
import { guestXml, plainNetworkXml } from "./documents";
import { pulumiEnvironment } from "./environment";
import { virsh } from "./host";
import { projectRoot } from "./places";

// npm start: a pool and a teamed NIC on a private host. A preview shows changes by hand, and up reverts them.

const keep = process.argv.includes("--keep");
// the host and the stack, and nothing done by hand: quick to look at together with --keep
const short = process.argv.includes("--short");
const unknown = process.argv.slice(2).filter((argument) => argument !== "--keep" && argument !== "--short");
if (unknown.length > 0) {
    console.error(`${unknown.join(" ")} is unknown. npm start has the options --keep and --short.`);
    process.exit(2);
}

const [bold, plain] = process.stdout.isTTY ? ["\u001b[1m", "\u001b[0m"] : ["", ""];
let step = 0;
const say = (text: string): void => {
    console.log(`\n${bold}${(step += 1)}. ${text}${plain}\n`);
};

void (async () => {
    const folder = await mkdtemp(join(tmpdir(), "libvirt-teaming-"));
    const keeper = await startKeeper(folder);
    let done = false;
    try {
        await story(keeper, folder);
        done = true;
    } finally {
        if (keep && done) keeper.process.unref();
        else {
            keeper.end();
            await once(keeper.process, "exit");
            await rm(folder, { recursive: true, force: true });
        }
    }
})().catch((error: unknown) => {
    console.error(error instanceof Error ? error.message : error);
    process.exitCode = 1;
});

interface Keeper {
    readonly uri: string;
    readonly process: ChildProcess;
    end(): void;
}

/** The host lives in a process of its own, which --keep leaves behind. */
async function startKeeper(folder: string): Promise<Keeper> {
    const log = openSync(join(folder, "host.log"), "w"); // our own streams would stay open as long as it lives
    const child = spawn(process.execPath, [join(__dirname, "keeper.js")], {
        detached: true,
        stdio: ["ignore", "pipe", log],
    });
    const { value: uri } = (await createInterface({ input: child.stdout as Readable })
        [Symbol.asyncIterator]()
        .next()) as {
        value: string | undefined;
    };
    if (uri === undefined)
        throw new Error(`The private host did not start:\n${readFileSync(join(folder, "host.log"), "utf8")}`);
    const end = (): void => {
        child.kill("SIGTERM");
    };
    for (const signal of ["SIGINT", "SIGTERM"] as const) {
        process.once(signal, () => {
            end();
            process.exit(130);
        });
    }
    child.stdout?.destroy();
    return { uri, process: child, end };
}

async function story({ uri, process: { pid } }: Keeper, folder: string): Promise<void> {
    const home = join(folder, "home");
    const backend = join(folder, "backend");
    await mkdir(backend);
    const environment = await pulumiEnvironment({ home, backend });

    async function pulumi(...args: string[]): Promise<void> {
        console.log(`$ pulumi ${args.join(" ")}`);
        const child = spawn("pulumi", [...args, "--non-interactive"], {
            cwd: projectRoot,
            env: environment,
            stdio: "inherit",
        });
        const [status] = (await once(child, "exit")) as [number | null];
        if (status !== 0) throw new Error(`pulumi ${args[0] ?? ""} ended with ${status ?? "a signal"}.`);
    }
    const show = async (...args: string[]): Promise<void> => {
        console.log(`$ virsh ${args.join(" ")}\n${await virsh(uri, args)}\n`);
    };
    async function define(command: "define" | "net-define", xml: string): Promise<void> {
        const file = join(folder, "definition.xml");
        await writeFile(file, xml);
        await virsh(uri, [command, file]);
    }
    /** Changes a definition as a person does in the editor that virsh opens. */
    async function edit(command: "edit" | "net-edit", name: string, from: string, to: string): Promise<void> {
        console.log(`$ virsh ${command} ${name}     (${from} becomes ${to})`);
        const [dump, redefine] =
            command === "edit" ? (["dumpxml", "define"] as const) : (["net-dumpxml", "net-define"] as const);
        await define(redefine, (await virsh(uri, [dump, name, "--inactive"])).replace(from, to));
    }
    const showNics = async (): Promise<void> => {
        const nics =
            (await virsh(uri, ["dumpxml", "demo", "--inactive"])).match(/ *<interface[\s\S]*?<\/interface>/g) ?? [];
        console.log(`$ virsh dumpxml demo --inactive     (its interfaces)\n${nics.join("\n")}`);
    };

    const showRunning = async (): Promise<void> => {
        await show("domid", "demo");
        await show("domiflist", "demo");
    };

    async function driftAndHeal(): Promise<void> {
        say(
            "Somebody changes the host by hand: the VLAN of the pool becomes 44, its autostart ends, and the MTU of the virtio half becomes 1500.",
        );
        await edit("net-edit", "vfpool", "<tag id='42'/>", "<tag id='44'/>");
        await show("net-autostart", "vfpool", "--disable");
        await edit("edit", "demo", "<mtu size='9000'/>", "<mtu size='1500'/>");

        say("pulumi preview names the drift twice: first as the host has it, then as up will change it.");
        await pulumi("preview", "--diff", "--suppress-progress", "--stack", "demo");

        say("pulumi up reverts the drift. The next preview is unchanged.");
        await pulumi("up", "--yes", "--skip-preview", "--suppress-progress", "--stack", "demo");
        await pulumi("preview", "--suppress-progress", "--stack", "demo");

        say("The guest starts with a VF of the pool. The next up notes the VF in the stack.");
        await show("start", "demo");
        await showRunning();
        await pulumi("up", "--yes", "--skip-preview", "--suppress-progress", "--stack", "demo");

        say("Somebody detaches the VF of the running guest, and its definition stays. A preview tells the two apart.");
        await show("detach-device-alias", "demo", "ua-net0-vf", "--live");
        await pulumi("preview", "--diff", "--suppress-progress", "--stack", "demo");

        say("pulumi up attaches a VF again. The guest keeps running, and stays connected over the virtio half.");
        await pulumi("up", "--yes", "--skip-preview", "--suppress-progress", "--stack", "demo");
        await showRunning();
        await pulumi("preview", "--suppress-progress", "--stack", "demo");
    }

    say(
        `A private libvirtd with a pretend SR-IOV card runs at ${uri}. It gets a started network "lan" and a guest "demo" without a NIC.`,
    );
    await define("net-define", plainNetworkXml("lan"));
    await show("net-start", "lan");
    await define("define", guestXml("demo"));
    await show("list", "--all");

    say("pulumi up creates a pool of VFs, and attaches a teamed NIC to the guest (examples/teamed-guest/index.ts).");
    await pulumi("stack", "init", "demo");
    await pulumi("config", "set", "libvirt:uri", uri, "--stack", "demo");
    await pulumi("up", "--yes", "--skip-preview", "--suppress-progress", "--stack", "demo");

    say("libvirt now has the pool, and both halves of the NIC with one MAC. The VF half names the virtio half.");
    await show("net-dumpxml", "vfpool", "--inactive");
    await showNics();

    if (!short) await driftAndHeal();

    if (keep) {
        say("The host and the stack stay.");
        const variables = ["PULUMI_BACKEND_URL", "PULUMI_HOME", "PULUMI_CONFIG_PASSPHRASE", "PATH"] as const;
        console.log(`  URI:            ${uri}\n`);
        console.log(`  look at it:     virsh -c '${uri}' net-list --all`);
        console.log(
            `  go on with it:  ${variables.map((name) => `export ${name}='${environment[name] ?? ""}'`).join("; ")}`,
        );
        console.log("                  pulumi preview --diff --stack demo");
        console.log(`  end it:         kill ${pid ?? ""}; rm -r ${folder}`);
        return;
    }
    say(
        "pulumi destroy leaves the host as it was before. The guest shuts off first, because it has no operating system to detach its NICs.",
    );
    if (!short) await show("destroy", "demo");
    await pulumi("destroy", "--yes", "--skip-preview", "--suppress-progress", "--stack", "demo");
    await pulumi("stack", "rm", "--yes", "--stack", "demo");
    await show("net-list", "--all");
    await showNics();
}
