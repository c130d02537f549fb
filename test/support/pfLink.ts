import { execFile } from "node:child_process";
import { writeFile } from "node:fs/promises";
import { join } from "node:path";
import { promisify } from "node:util";
import type { Host } from "../../lab/host";

const run = promisify(execFile);

/** Sets what libvirt tells of a PF's link: that of one without a cable is down, too. */
export const plug = (host: Host, pf: string, link: "up" | "down"): Promise<void> =>
    writeFile(join(host.folder, "sysfs/net", pf, "operstate"), `${link}\n`);

/** Sets a PF up or down, as `ip link set` does on its host. */
export async function setLink(host: Host, pf: string, link: "up" | "down"): Promise<void> {
    await run("nsenter", ["-t", String(host.pid), "-n", "ip", "link", "set", pf, link]);
    await plug(host, pf, link);
}
