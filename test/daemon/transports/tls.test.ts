import assert from "node:assert/strict";
import { copyFile, mkdtemp, rm } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { startHost, type Host } from "../../../lab/host";
import { close } from "../../../provider/libvirt";
import { CertificateAuthority } from "../../support/certificates";
import { refusalBy } from "../../support/clientProcess";
import { Gate } from "../../support/gate";
import { livesOver } from "../../support/poolLife";

const HERE = "IP:127.0.0.1";
const FAILS =
    "TLS between this machine and 127.0.0.1 fails. A certificate has expired, names another host, or comes from another CA. " +
    'Check both machines with "virt-pki-validate".';
const UNREACHABLE =
    'The provider cannot reach libvirt on 127.0.0.1 over TLS. Check the name, the port and the certificates of this machine ("virt-pki-validate client"). ' +
    'Start the socket on that host: "systemctl start libvirtd-tls.socket".';

describe("qemu+tls", () => {
    let folder: string;
    let authority: CertificateAuthority;
    let host: Host;
    let gate: Gate;

    before(async () => {
        folder = await mkdtemp(join(tmpdir(), "tls-"));
        authority = new CertificateAuthority(join(folder, "ca"));
        authority.issue("server", { for: HERE });
        authority.issue("client");
        host = await startHost({
            listen: [
                ...["listen_tls = 1", "listen_tcp = 0", 'listen_addr = "127.0.0.1"', 'auth_tls = "none"'],
                `ca_file = "${authority.certificate}"`,
                `cert_file = "${authority.file("server")}"`,
                `key_file = "${authority.key("server")}"`,
                "tls_no_sanity_certificate = 1", // else no daemon starts with a certificate that has expired
            ],
        });
        gate = await Gate.open(host, 16514);
    });
    after(async () => {
        await close();
        await gate.close();
        await host.stop();
        await rm(folder, { recursive: true });
    });

    const uriOf = (client: string): string =>
        `qemu+tls://127.0.0.1:${gate.port}/system?pkipath=${authority.clientFolder(client)}`;

    it("runs a pool through up, preview and destroy", async () => {
        await livesOver(uriOf("client"), host);
    });

    interface Expected {
        readonly code: number;
        readonly advice: string;
        /** libvirt's words. */
        readonly words: string;
        /** Why, in libvirt's log: of a failed handshake, its error does not say so. */
        readonly log?: RegExp;
    }

    async function assertRefused(uri: string, { code, advice, words, log: why = /^$/ }: Expected): Promise<void> {
        const { log, ...refusal } = await refusalBy(uri);
        const message = `virConnectOpenAuth on ${uri}: ${advice} libvirt error [${code}/7] ${words}`;
        assert.deepEqual(refusal, { name: "LibvirtError", code, message });
        assert.match(log, why);
    }

    /** The daemon with another certificate. */
    async function serveWith(name: string): Promise<void> {
        await copyFile(authority.file(name), authority.file("server"));
        await copyFile(authority.key(name), authority.key("server"));
        await host.restart();
    }

    const mismatch = "authentication failed: Failed to verify peer's certificate";

    it("says what is wrong where the host's certificate has expired", async () => {
        authority.issue("expired", { for: HERE, days: -1 });
        await serveWith("expired");
        const log = /certificate is not trusted/;
        await assertRefused(uriOf("client"), { code: 45, advice: FAILS, words: mismatch, log });
    });

    it("says what is wrong where the host's certificate names another", async () => {
        authority.issue("other-host", { for: "DNS:kvm2" });
        await serveWith("other-host");
        const log = /owner does not match the hostname/;
        await assertRefused(uriOf("client"), { code: 45, advice: FAILS, words: mismatch, log });
    });

    it("says what is wrong where this machine's certificate has expired", async () => {
        authority.issue("expired-client", { days: -1 });
        const words = `The client certificate ${authority.clientFolder("expired-client")}/clientcert.pem has expired`;
        await assertRefused(uriOf("expired-client"), { code: 38, advice: UNREACHABLE, words });
    });

    it("says what is wrong where this machine has no certificates", async () => {
        const uri = `qemu+tls://127.0.0.1:${gate.port}/system?pkipath=${folder}`;
        const words = `Cannot read CA certificate '${folder}/cacert.pem': No such file or directory`;
        await assertRefused(uri, { code: 38, advice: UNREACHABLE, words });
    });
});
