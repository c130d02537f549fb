import { startHost, type Host } from "../../../lab/host";
import { close } from "../../../provider/libvirt";
import { livesOver } from "../../support/poolLife";

describe("qemu+unix", () => {
    let host: Host;
    before(async () => {
        host = await startHost();
    });
    after(async () => {
        await close();
        await host.stop();
    });

    it("runs a pool through up, preview and destroy", () => livesOver(host.uri, host));
});
