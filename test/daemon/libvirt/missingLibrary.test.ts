import assert from "node:assert/strict";
import { execFile } from "node:child_process";
import { join } from "node:path";
import { promisify } from "node:util";
import { projectRoot } from "../../../lab/places";

const run = promisify(execFile);

describe("a machine without libvirt's library", () => {
    it("says in check which package to install, and nothing else is wrong", async () => {
        const { stdout: libraries } = await run("/sbin/ldconfig", ["-p"]);
        const [, library = ""] = /libvirt\.so\.0 .* => (\S+)/.exec(libraries) ?? [];
        const program = `require(${JSON.stringify(join(projectRoot, "dist/provider"))}).hostdevNetwork
            .check({}, { name: "vfpool", uri: "qemu:///system", pf: "enp7s0f0" })
            .then(({ failures }) => console.log(JSON.stringify(failures)));`;
        // an empty file in its place, seen by this one process
        const hidden = `mount --bind /dev/null "$(readlink -f ${library})" && exec "$0" -e "$1"`;
        const { stdout } = await run("unshare", ["--mount", "sh", "-c", hidden, process.execPath, program]);

        const failures = JSON.parse(stdout) as { property: string; reason: string }[];
        assert.equal(failures.length, 1);
        assert.match(
            failures[0]?.reason ?? "",
            /^libvirt's client library is missing on the machine where Pulumi runs. Install libvirt0 \(Debian, Ubuntu\), .*$/,
        );
    });
});
