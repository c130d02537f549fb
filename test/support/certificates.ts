import { execFileSync } from "node:child_process";
import { copyFileSync, mkdirSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { findCommand } from "../../lab/places";

/** What a certificate says beside its name. */
interface Told {
    /** For a server, e.g. `IP:127.0.0.1`. @default a client's */
    readonly for?: string;
    /** Days from now. -1 is yesterday. @default 1 */
    readonly days?: number;
}

/** A certificate authority in a folder, for libvirt over TLS. */
export class CertificateAuthority {
    constructor(readonly folder: string) {
        if (!findCommand("openssl")) throw new Error("openssl is missing: apt-get install openssl");
        mkdirSync(folder, { recursive: true });
        this.#openssl(
            "req",
            "-x509",
            ...this.#newKey("ca"),
            "-days",
            "1",
            "-subj",
            "/CN=test CA",
            "-out",
            this.certificate,
        );
    }

    get certificate(): string {
        return this.file("ca");
    }

    /** The certificate of this name. Its key is in `NAME.key`. */
    file(name: string): string {
        return join(this.folder, `${name}.pem`);
    }
    key(name: string): string {
        return join(this.folder, `${name}.key`);
    }

    issue(name: string, { for: server, days = 1 }: Told = {}): void {
        const request = join(this.folder, `${name}.csr`);
        const extensions = join(this.folder, `${name}.ext`);
        const usage = server === undefined ? "clientAuth" : `serverAuth\nsubjectAltName=${server}`;
        writeFileSync(extensions, `keyUsage=digitalSignature,keyEncipherment\nextendedKeyUsage=${usage}\n`);
        this.#openssl("req", "-new", ...this.#newKey(name), "-subj", `/CN=${name}`, "-out", request);
        const ca = ["-CA", this.certificate, "-CAkey", this.key("ca"), "-CAcreateserial"];
        const issued = ["-days", String(days), "-extfile", extensions, "-out", this.file(name)];
        this.#openssl("x509", "-req", "-in", request, ...ca, ...issued);
    }

    /** A folder for the parameter `pkipath` of a URI: a client's certificate, and this authority's. */
    clientFolder(name: string, authority = this.certificate): string {
        const folder = join(this.folder, `of-${name}`);
        mkdirSync(folder, { recursive: true });
        copyFileSync(authority, join(folder, "cacert.pem"));
        copyFileSync(this.file(name), join(folder, "clientcert.pem"));
        copyFileSync(this.key(name), join(folder, "clientkey.pem"));
        return folder;
    }

    #newKey = (name: string): readonly string[] => [
        ...["-newkey", "ec", "-pkeyopt", "ec_paramgen_curve:P-256", "-nodes", "-keyout", this.key(name)],
    ];

    #openssl(...args: readonly string[]): void {
        execFileSync("openssl", args, { stdio: ["ignore", "ignore", "pipe"] });
    }
}
