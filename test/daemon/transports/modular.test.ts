import { startHost, type Host } from "../../../lab/host";
import { close } from "../../../provider/libvirt";
import { livesOver } from "../../support/poolLife";
import { SshServer } from "../../support/sshServer";

/**
 * Debian 12 has no modular daemons. What of them a client meets is here: only the socket of virtqemud is there, and
 * libvirt's helper on the host has to find it.
 */
describe("a host with the socket of virtqemud, and none of libvirtd", () => {
    let host: Host;
    let server: SshServer;

    before(async () => {
        host = await startHost();
        const sockets = "/run/libvirt";
        const before = `cd ${sockets} && { [ ! -e libvirt-sock ] || mv libvirt-sock virtqemud-sock; }`;
        server = await SshServer.start(host, { before });
    });
    after(async () => {
        await close();
        await server.stop();
        await host.stop();
    });

    it("runs a pool through up, preview and destroy, over ssh", async () => {
        await livesOver(await server.uri(), host);
    });
});
