import { spawnSync } from "node:child_process";
import { writeFileSync } from "node:fs";
import { join } from "node:path";
import { Failure, runLong } from "./say.mjs";
import { ensureCommands } from "./system.mjs";

const keyring = "/usr/share/keyrings/debian-archive-keyring.gpg";

/** Commands that {@link makeTree} runs. */
export const ensureTreeTools = () => ensureCommands("mmdebstrap", { mmdebstrap: "mmdebstrap debian-archive-keyring" });

/**
 * A small Debian in a folder, from where this machine's apt gets its own.
 * @param what as people know it
 * @param release its name, such as trixie
 * @param packages what it has besides the essential ones
 * @param folder an empty one, which takes what is left over on the way
 * @param tree the folder that it makes
 */
export async function makeTree({ what, release, packages, folder, tree }) {
    const mirror = await debianMirror();
    const settings = join(folder, "apt.conf");
    // what this machine's apt needs to reach the place, such as a proxy
    const wanted = /^Acquire::(https?|Retries|Check-\S+)(::| ).*$/gm;
    writeFileSync(settings, (answer("apt-config", "dump", "Acquire").match(wanted) ?? []).join("\n"));
    const without = ["man", "locale", "doc"].map((name) => `--dpkgopt=path-exclude=/usr/share/${name}/*`);
    const bootstrap = [
        "--mode=root",
        "--format=directory",
        "--variant=essential",
        `--aptopt=${settings}`,
        '--aptopt=APT::Install-Recommends "false"',
        '--aptopt=Acquire::Languages "none"',
        ...without,
        `--include=${packages.join(",")}`,
        release,
        tree,
        `deb [signed-by=${keyring}] ${mirror} ${release} main`,
    ];
    await runLong(what, [["unshare", ...ownMounts, "mmdebstrap", ...bootstrap]], {
        // the kernel's package would else spend a minute on an initramfs that is never used
        env: { ...process.env, INITRD: "No", TMPDIR: folder },
    });
}

/** The mounts of mmdebstrap end with it, however it ends. */
const ownMounts = ["--mount", "--pid", "--fork", "--kill-child"];

/** Returns the source of Debian for apt; it has the other releases, too. */
async function debianMirror() {
    const ask = () => {
        const format = "$(LABEL) $(COMPONENT) $(REPO_URI)";
        const targets = answer("apt-get", "indextargets", "--format", format, "Created-By: Packages");
        return /^Debian main (\S+)$/m.exec(targets)?.[1];
    };
    const known = ask();
    if (known) return known;
    await runLong("package lists", [["apt-get", "update"]]);
    const found = ask();
    if (!found) throw new Failure("apt on this machine has no source of Debian's packages. Run this on Debian.");
    return found;
}

function answer(program, ...args) {
    return spawnSync(program, args, { encoding: "utf8", env: { ...process.env, LC_ALL: "C" } }).stdout ?? "";
}
