import { spawnSync } from "node:child_process";
import { existsSync, mkdirSync, readFileSync, readdirSync, writeFileSync } from "node:fs";
import { extname, join } from "node:path";
import { makeFolder } from "./cache.mjs";
import { cacheFolder, folderOf } from "./places.mjs";
import { Failure, runLong, say } from "./say.mjs";

/**
 * The XML files of libvirt's own tests, of the version that this machine has. No binary package carries them, the
 * source package does. lab/fixtures.ts finds them again.
 */
export async function ensureFixtures() {
    const version = answer("virsh", "--version").trim();
    const target = join(cacheFolder, `libvirt-tests-${version}`);
    if (existsSync(target)) return;
    const missing = new Failure(
        `libvirt's test fixtures are missing, and apt finds no source of libvirt ${version} (is there a network?). ` +
            `By hand: unpack its tests/ into ${target}`,
    );
    if (!folderOf("apt-get")) throw missing;

    say(`Fetching the test fixtures of libvirt ${version} (about 5 s)`);
    await makeFolder(target, existsSync, async (folder) => {
        const config = join(folder, "apt.conf");
        writeFileSync(config, await privateApt(folder));
        await runLong("lists of source packages", [["apt-get", "-c", config, "update"]]);
        const sources = answer("apt-cache", "-c", config, "showsrc", "--only-source", "libvirt");
        // Debian's revisions share upstream's archive, and only the newest one is sure to be there
        const source = sources.match(/(?<=^Version: ).*/gm)?.find((one) => upstream(one) === version);
        if (!source) throw missing;
        const download = ["apt-get", "-c", config, "source", "--download-only", "--tar-only", `libvirt=${source}`];
        await runLong("libvirt's source", [download], { cwd: folder });

        const archive = readdirSync(folder).find((name) => /\.orig\.tar\.\w+$/.test(name));
        const tests = join(folder, "tests");
        mkdirSync(tests);
        const unpack = ["--no-same-owner", "--strip-components=2", "--wildcards", "*/tests/*.xml"];
        await runLong("test fixtures", [["tar", "-xf", join(folder, archive), "-C", tests, ...unpack]]);
        return tests;
    });
}

/** 9.0.0 of 1:9.0.0-4+deb12u2 */
const upstream = (version) => version.replace(/^\d+:/, "").replace(/-[^-]*$/, "");

/**
 * Settings for an apt that looks for sources where the machine's own gets libvirt from: most machines ask their places
 * for binaries alone. Signatures are checked as ever; lists are kept in our folder, and the hooks that follow an update
 * of the machine's own lists are left out.
 */
async function privateApt(folder) {
    let files = filesWithLibvirt();
    if (files.length === 0) {
        // as in an image that was made small
        await runLong("package lists", [["apt-get", "update"]]);
        files = filesWithLibvirt();
    }
    for (const part of ["lists", "sources"]) mkdirSync(join(folder, part));
    for (const [index, file] of files.entries()) {
        const text = asSources(readFileSync(file, "utf8"));
        writeFileSync(join(folder, "sources", `${index}${extname(file)}`), text);
    }
    return `
        Dir::Etc::sourcelist "/dev/null";
        Dir::Etc::sourceparts "${folder}/sources";
        Dir::State::lists "${folder}/lists";
        Dir::Cache "${folder}";
        Acquire::Retries "3";
        #clear APT::Update::Post-Invoke;
        #clear APT::Update::Post-Invoke-Success;
    `;
}

/** The files of apt's configuration that libvirt's packages come by. Third parties mostly have files of their own. */
function filesWithLibvirt() {
    const origins = answer("apt-cache", "madison", "libvirt0").match(/[^|\n]+$/gm) ?? [];
    const format = "$(SOURCESENTRY) $(DESCRIPTION)";
    const targets = answer("apt-get", "indextargets", "--format", format, "Created-By: Packages");
    const found = [...targets.matchAll(/^(.+?):\d+( .+)$/gm)].filter(([, , origin]) => origins.includes(origin));
    return [...new Set(found.map(([, file]) => file))];
}

/** The same places, asked for sources: in both of apt's formats, with their keys and other options as they are. */
function asSources(text) {
    return text.replace(/^Types:.*$/gim, "Types: deb-src").replace(/^[ \t]*deb(?=\s)/gm, "deb-src");
}

function answer(program, ...args) {
    return spawnSync(program, args, { encoding: "utf8", env: { ...process.env, LC_ALL: "C" } }).stdout ?? "";
}
