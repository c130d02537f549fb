import { execFile } from "node:child_process";
import { join } from "node:path";
import { promisify } from "node:util";

/** Why a host cannot be reached, as a process of its own finds. */
export interface Refusal {
    readonly name: string;
    readonly code: number;
    readonly message: string;
    /** What libvirt logs: of a failed TLS handshake the reason, which stands in no error. */
    readonly log: string;
}

/** Asks a host for its networks, which has to fail. */
export async function refusalBy(uri: string): Promise<Refusal> {
    const program = `
        const { connect } = require(${JSON.stringify(join(__dirname, "../../provider/libvirt"))});
        connect(process.argv[1]).networks().then(
            () => console.log('{ "name": "it answered" }'),
            ({ name, code, message }) => console.log(JSON.stringify({ name, code, message })),
        );`;
    const { stdout, stderr } = await promisify(execFile)(process.execPath, ["-e", program, uri]);
    const { name, code, message } = JSON.parse(stdout) as Omit<Refusal, "log">;
    return { name, code, message, log: stderr };
}
