import assert from "node:assert/strict";
import { startHost, type Host } from "../../../lab/host";
import { Client, close, LibvirtError } from "../../../provider/libvirt";
import { Gate } from "../../support/gate";
import { livesOver } from "../../support/poolLife";

describe("qemu+tcp", () => {
    let host: Host;
    let gate: Gate;

    before(async () => {
        host = await startHost({
            listen: ["listen_tcp = 1", "listen_tls = 0", 'listen_addr = "127.0.0.1"', 'auth_tcp = "none"'],
        });
        gate = await Gate.open(host, 16509);
    });
    after(async () => {
        await close();
        await gate.close();
        await host.stop();
    });

    it("runs a pool through up, preview and destroy", () =>
        livesOver(`qemu+tcp://127.0.0.1:${gate.port}/system`, host));

    it("says what is wrong where nothing listens on the port", async () => {
        const gone = await Gate.open(host, 16509);
        const { port } = gone;
        const uri = `qemu+tcp://127.0.0.1:${port}/system`;
        await gone.close();
        const client = new Client(uri);
        const error = await client.networks().catch((reason: unknown) => reason);
        await client.close();
        assert.ok(error instanceof LibvirtError, String(error));
        assert.equal(
            error.message,
            `virConnectOpenAuth on ${uri}: The provider cannot reach libvirt on 127.0.0.1 over TCP. ` +
                'Check the name and the port. Start the socket on that host: "systemctl start libvirtd-tcp.socket". ' +
                `libvirt error [38/7] unable to connect to server at '127.0.0.1:${port}': Connection refused`,
        );
    });
});
