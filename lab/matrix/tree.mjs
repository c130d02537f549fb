import { createHash } from "node:crypto";
import { existsSync, readFileSync } from "node:fs";
import { join } from "node:path";
import { makeFolder } from "../install/cache.mjs";
import { ensureTreeTools, makeTree } from "../install/debian.mjs";
import { cacheFolder } from "../install/places.mjs";
import { Failure, say } from "../install/say.mjs";
import { packagesOf } from "./versions.mjs";

/**
 * A Debian with libvirtd and QEMU alone, made once.
 * @returns the folder
 */
export async function ensureTree({ version, release }) {
    const packages = packagesOf(release);
    const hash = createHash("sha256").update(packages.join()).digest("hex").slice(0, 8);
    const folder = join(cacheFolder, `libvirt-${version}-${release}-${hash}`);
    if (!existsSync(folder)) {
        await ensureTreeTools();
        say(`Making a tree with libvirt ${version} of Debian ${release} (about 3 min, once)`);
        await makeFolder(folder, existsSync, async (making) => {
            const tree = join(making, "tree");
            try {
                await makeTree({ what: `tree with libvirt ${version}`, release, packages, folder: making, tree });
            } catch (error) {
                if (!(error instanceof Failure)) throw error;
                throw explained(error, version, release);
            }
            const found = libvirtIn(tree);
            if (!found.startsWith(`${version}.`))
                throw new Failure(
                    `Debian ${release} has libvirt ${found}, and not ${version}: lab/matrix/versions.mjs says which.`,
                );
            return tree;
        });
    }
    return folder;
}

/** What keeps a release from being had, in a sentence. */
function explained(error, version, release) {
    const reasons = [
        [
            /is expired|not valid (yet|anymore)/,
            `The index of Debian ${release} has expired, and apt takes it no more: set Acquire::Check-Valid-Until "false" in this machine's apt configuration`,
        ],
        [
            /Unable to locate package|has no installation candidate/,
            `Debian ${release} does not have all packages of lab/matrix/versions.mjs`,
        ],
        [/does not have a Release file|404 +Not Found/, `This machine's Debian mirror does not have ${release}`],
        [
            /Could not (resolve|connect)|Temporary failure|Connection (timed out|refused)|Network is unreachable/,
            "There is no way to this machine's Debian mirror",
        ],
    ];
    const [, reason] = reasons.find(([sign]) => sign.test(error.details)) ?? [];
    if (!reason) return error;
    return new Failure(`${reason}. So libvirt ${version} cannot be tested here.`, { details: error.details });
}

/** The version of libvirt in a tree, as "11.3.0". */
export function libvirtIn(tree) {
    const status = readFileSync(join(tree, "var/lib/dpkg/status"), "utf8");
    const [, version = "none"] = /^Package: libvirt-daemon\n(?:.+\n)*?Version: (?:\d+:)?([\d.]+)/m.exec(status) ?? [];
    return version;
}
