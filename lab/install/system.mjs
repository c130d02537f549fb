import { readdirSync } from "node:fs";
import { folderOf } from "./places.mjs";
import { Failure, runLong, say } from "./say.mjs";

/** Debian's packages for each command that is needed; libvirt-daemon-system also brings the QEMU and network drivers. */
const needed = {
    libvirtd: "libvirt-daemon-system",
    virsh: "libvirt-clients",
    "qemu-system-x86_64": "qemu-system-x86",
    unshare: "util-linux",
    ip: "iproute2",
    gcc: "gcc libc6-dev",
    xz: "xz-utils",
};

/** libvirt and QEMU. A libvirtd of the machine's own that apt may start is let be: nothing here talks to it. */
export function ensureSystem() {
    return ensureCommands("libvirt and QEMU", needed);
}

/** For hosts over ssh and TLS. */
const neededByTests = { sshd: "openssh-server", ssh: "openssh-client", openssl: "openssl" };

/** The tests start ssh servers of their own: the one that its package would start stays off until the next boot. */
export function ensureTestTools() {
    return ensureCommands("ssh and openssl", neededByTests, { SYSTEMD_OFFLINE: "1" });
}

/**
 * Commands of Debian's packages.
 * @param title of them all
 * @param needed a package, or several, for each command
 * @param settings more environment for the packages' installers
 */
export async function ensureCommands(title, needed, settings = {}) {
    const missing = Object.keys(needed)
        .filter((command) => !folderOf(command, ["/usr/sbin", "/sbin"]))
        .flatMap((command) => needed[command].split(" "));
    if (missing.length === 0) return;
    if (process.getuid() !== 0 || !folderOf("apt-get")) {
        throw new Failure(
            `Commands of the packages ${missing.join(", ")} (Debian's names) are missing. Run as root: apt-get install ${missing.join(" ")}`,
        );
    }

    say(`Installing ${missing.join(", ")} (about 1 min)`);
    const apt = ["apt-get", "-y", "-o", "DPkg::Lock::Timeout=120", "-o", "Acquire::Retries=3"];
    const update = [...apt, "update"];
    const install = [...apt, "install", "--no-install-recommends", ...missing];
    const env = { ...process.env, DEBIAN_FRONTEND: "noninteractive", ...settings };
    if (!hasLists()) return runLong(title, [update, install], { env });
    try {
        await runLong(title, [install], { env });
    } catch {
        // old lists name versions that the archive does not have now
        say("  The installation starts again, with new package lists");
        await runLong(title, [update, install], { env });
    }
}

function hasLists() {
    try {
        return readdirSync("/var/lib/apt/lists").some((name) => /_Packages(\.|$)/.test(name));
    } catch {
        return false;
    }
}
