import assert from "node:assert/strict";
import { execFile } from "node:child_process";
import { chmod, chown, mkdtemp, rm } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { promisify } from "node:util";
import { startHost, type Host } from "../../../lab/host";

const NOBODY = 65534;

describe("qemu:///session", () => {
    let host: Host;
    let home: string;

    before(async () => {
        host = await startHost();
        await chmod(host.folder, 0o755); // where the pretend card lies
        home = await mkdtemp(join(tmpdir(), "user-"));
        await chmod(home, 0o700);
        await chown(home, NOBODY, NOBODY);
    });
    after(async () => {
        await host.stop();
        await rm(home, { recursive: true });
    });

    it("runs a pool through up, preview and destroy, for a user who is not root", async () => {
        // a user who may read everything, as this project may lie where only root can
        const rights = "+dac_override,+dac_read_search";
        const user = ["--reuid", String(NOBODY), "--regid", String(NOBODY), "--clear-groups"];
        const reading = ["--inh-caps", rights, "--ambient-caps", rights];
        const inHost = ["--target", String(host.pid), "--mount", "--net", "--pid", "--wd=/"];
        const environment = {
            PATH: `${process.env["PATH"] ?? ""}:/usr/sbin`,
            HOME: home,
            XDG_RUNTIME_DIR: home,
            // as the lab's own daemon has it: see start() of lab/host/inside.sh
            DBUS_SYSTEM_BUS_ADDRESS: "unix:path=/nonexistent",
            SYSTEMD_DEVICE_VERIFY_SYSFS: "0",
            PRETEND: join(host.folder, "pretend.so"),
        };
        // libvirt would start the user's daemon by itself, without these settings
        const daemon =
            'LD_PRELOAD="$PRETEND" libvirtd > "$HOME/log" 2>&1 & until [ -S "$HOME/libvirt/libvirt-sock" ]; do sleep 0.02; done';
        const life = join(__dirname, "../../support/liveInSession.js");
        const program = ["sh", "-c", `${daemon}; exec "$0" "$1"`, process.execPath, life];
        const { stdout } = await promisify(execFile)(
            "nsenter",
            [...inHost, "--", "setpriv", ...user, ...reading, ...program],
            { env: environment },
        );
        assert.equal(stdout, "lived\n");
    });
});
