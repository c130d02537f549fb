import { chmod, mkdtemp, readFile, rm, writeFile } from "node:fs/promises";
import { tmpdir } from "node:os";
import { delimiter, join } from "node:path";
import type { Host } from "../../lab/host";

/**
 * An `ssh` that counts. It is first on PATH until it is removed, notes the host of each login, and runs the command on the
 * pretend host of that name, with no network between.
 */
export class CountedSsh {
    private constructor(
        readonly folder: string,
        private readonly path: string | undefined,
    ) {}

    /** @param hosts by the names that they have in URIs */
    static async create(hosts: Readonly<Record<string, Host>>): Promise<CountedSsh> {
        const folder = await mkdtemp(join(tmpdir(), "ssh-"));
        const cases = Object.entries(hosts).map(([name, host]) => `${name}) folder=${host.folder} ;;`);
        const script = [
            "#!/bin/sh",
            'while [ "$1" != -- ]; do shift; done',
            `echo "$2" >> ${folder}/logins`,
            'case "$2" in',
            ...cases,
            "esac",
            'exec nsenter --target "$(cat "$folder/outer.pid")" --mount -- sh -c "$3"',
        ];
        await writeFile(join(folder, "ssh"), `${script.join("\n")}\n`);
        await chmod(join(folder, "ssh"), 0o755);
        const ssh = new CountedSsh(folder, process.env["PATH"]);
        process.env["PATH"] = [folder, process.env["PATH"] ?? ""].join(delimiter);
        return ssh;
    }

    uri(name: string): string {
        return `qemu+ssh://root@${name}/system`;
    }

    /** The host of each login since the last time, in the order of the alphabet. */
    async logins(): Promise<readonly string[]> {
        const file = join(this.folder, "logins");
        const text = await readFile(file, "utf8").catch(() => "");
        await rm(file, { force: true });
        return text.split("\n").filter(Boolean).sort();
    }

    async remove(): Promise<void> {
        process.env["PATH"] = this.path;
        await rm(this.folder, { recursive: true });
    }
}
