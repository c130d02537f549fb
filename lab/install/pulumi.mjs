import { spawnSync } from "node:child_process";
import { createHash } from "node:crypto";
import { copyFileSync, existsSync, readFileSync, realpathSync } from "node:fs";
import { delimiter, dirname, join } from "node:path";
import { makeFolder } from "./cache.mjs";
import { cacheFolder, folderOf, isExecutable, projectRoot } from "./places.mjs";
import { Failure, runLong, say } from "./say.mjs";

const cli = "pulumi";
const languageHost = "pulumi-language-nodejs";
/** Starts the process that dynamic providers live in; the same script in every version, part of @pulumi/pulumi. */
const dynamicProvider = "pulumi-resource-pulumi-nodejs";
const dynamicProviderScript = join(projectRoot, "node_modules/@pulumi/pulumi", dynamicProvider);

/** Modules to build, with their tags; the versions are only in the go.mod of these folders. */
const sources = {
    [cli]: {
        title: "Pulumi CLI",
        folder: join(projectRoot, "lab/pulumi-cli/cli"),
        module: "pkg/v3",
        command: "cmd/pulumi",
    },
    [languageHost]: {
        title: "its language host for node",
        folder: join(projectRoot, "lab/pulumi-cli/language"),
        module: "sdk/v3",
        command: "nodejs/cmd/pulumi-language-nodejs",
    },
};
const wantedVersion = versionOf(cli);

let found;

/** Returns the folder of the Pulumi CLI: on PATH, or in the cache; undefined if it is missing. */
export function pulumiFolder() {
    found ??= onPath() ?? [cachedFolder()].find(isWhole);
    return found;
}
/** The Pulumi CLI, with the host for programs in node. */
export async function ensurePulumi() {
    if (pulumiFolder()) return;
    await makeFolder(cachedFolder(), isWhole, async (folder) => {
        const made = (await download(folder)) ?? (await build(folder));
        copyFileSync(dynamicProviderScript, join(made, dynamicProvider));
        return made;
    });
}

/**
 * A CLI of the machine's own, if it has its language host: beside the program that the name leads to, or on PATH. One
 * before 3.216 does not tell the engine of the inputs that a dynamic provider reads, so that drift would not show.
 */
function onPath() {
    const named = folderOf(cli);
    if (!named || named === cachedFolder()) return named;
    const folder = dirname(realpathSync(join(named, cli)));
    if (!isExecutable(join(folder, languageHost)) && !folderOf(languageHost)) return undefined;
    const { stdout } = spawnSync(join(named, cli), ["version"], { encoding: "utf8", timeout: 120_000 });
    const [, major, minor] = /^v?(\d+)\.(\d+)/.exec(stdout ?? "") ?? [];
    return Number(major) === 3 && Number(minor) >= 216 ? folder : undefined;
}

/** The npm package `pulumi` fetches the released CLI from Pulumi's own site, where that can be reached. */
async function download(folder) {
    const site = "https://get.pulumi.com/";
    const reachable = await fetch(site, { method: "HEAD", signal: AbortSignal.timeout(5000) }).catch(() => undefined);
    if (!reachable) return undefined;
    const version = wantedVersion.slice(1);
    say(`Downloading the Pulumi CLI ${version} (about 1 min)`);
    const fetchIt = ["timeout", "--foreground", "300", "npx", "--yes", `pulumi@${version}`, "version"];
    try {
        await runLong("Pulumi CLI download", [fetchIt], { cwd: folder, env: { ...process.env, PULUMI_HOME: folder } });
    } catch {
        return undefined;
    }
    const made = join(folder, "versions", version, "bin");
    return isExecutable(join(made, cli)) && isExecutable(join(made, languageHost)) ? made : undefined;
}

/** Without that site, from its source: Go modules. */
async function build(folder) {
    if (!folderOf("go")) {
        throw new Failure(
            "The Pulumi CLI is missing. Install it (pulumi.com/docs/install), or install Go 1.26 to build it.",
        );
    }
    say(`Building the Pulumi CLI ${wantedVersion.slice(1)} from Go modules (about 4 min, once)`);
    for (const [name, { title, folder: cwd, module, command }] of Object.entries(sources)) {
        const version = `-X github.com/pulumi/pulumi/sdk/v3/go/common/version.Version=${versionOf(name)}`;
        const flags = ["-trimpath", "-tags", "osusergo,grpcnotrace", "-ldflags", `-s -w ${version}`];
        const goBuild = [
            "go",
            "build",
            ...flags,
            "-o",
            join(folder, name),
            `github.com/pulumi/pulumi/${module}/${command}`,
        ];
        // no C compiler is needed then
        await runLong(title, [goBuild], { cwd, env: { ...process.env, CGO_ENABLED: "0", GOWORK: "off" } });
    }
    return folder;
}

function versionOf(name) {
    const { folder, module } = sources[name];
    const text = readFileSync(join(folder, "go.mod"), "utf8");
    const [, version] = new RegExp(`github\\.com/pulumi/pulumi/${module} (v\\S+)`).exec(text) ?? [];
    if (!version) throw new Failure(`${folder}/go.mod names no version of pulumi/${module}.`);
    return version;
}

/** A folder for exactly these sources, so that a change of version is never met by an old build. */
function cachedFolder() {
    const hash = createHash("sha256");
    for (const { folder } of Object.values(sources)) hash.update(readFileSync(join(folder, "go.mod")));
    return join(cacheFolder, `pulumi-${wantedVersion}-${hash.digest("hex").slice(0, 8)}`);
}

const isWhole = (folder) => [cli, languageHost, dynamicProvider].every((name) => isExecutable(join(folder, name)));

/**
 * The environment in which Pulumi works on this machine alone: state in a folder, no account, no downloads.
 * @param home for Pulumi's own files
 * @param backend the folder for the state of stacks
 */
export function pulumiEnvironment({ home, backend }) {
    // what a person has set for their own stacks does not count here
    const others = Object.entries(withPulumi()).filter(([name]) => !/^PULUMI_(?!LIBVIRT_)/.test(name));
    return {
        ...Object.fromEntries(others),
        PULUMI_BACKEND_URL: `file://${backend}`,
        PULUMI_CONFIG_PASSPHRASE: "lab",
        PULUMI_SKIP_UPDATE_CHECK: "true",
        PULUMI_HOME: home,
        PULUMI_DISABLE_AUTOMATIC_PLUGIN_ACQUISITION: "true",
    };
}

/** This process's environment with the CLI first on PATH. */
export function withPulumi() {
    const folder = pulumiFolder();
    if (!folder) throw new Failure("The Pulumi CLI is missing. Run npm start or npm test once: they install it.");
    // a released CLI and ours have it beside them, one of a distribution may not
    const folders = existsSync(join(folder, dynamicProvider)) ? [folder] : [folder, dirname(dynamicProviderScript)];
    const others = (process.env.PATH ?? "").split(delimiter).filter((other) => !folders.includes(other));
    return { ...process.env, PATH: [...folders, ...others].join(delimiter) };
}
