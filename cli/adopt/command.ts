import type { Command } from "commander";
import type { Output, Status } from "../output";

interface AdoptOptions {
    readonly out: string;
    readonly dryRun?: true;
}

/** Adds `adopt` to a program. */
export function addAdopt(program: Command, version: string, output: Output, leave: (status: Status) => void): void {
    program
        .command("adopt")
        .description("Writes a Pulumi program that takes over the pools and the teamed NICs that hosts have.")
        .argument("<uris...>", "hosts, as virsh -c names them")
        .option("--out <dir>", "folder that gets the program; no file there is overwritten", ".")
        .option("--dry-run", "print the program, and write nothing")
        .addHelpText(
            "after",
            "\nExit status: 0 up takes over all, 1 something is commented out, 2 a host did not answer or a file exists, and nothing is written.",
        )
        .action(async (uris: readonly string[], { out, dryRun }: AdoptOptions) => {
            const { connect } = await import("../../provider/libvirt/index.js");
            const { adopt } = await import("./adopt.js");
            leave(await adopt(connect, { uris, folder: dryRun ? undefined : out, version }, output));
        });
}
