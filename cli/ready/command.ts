import { Option, type Command } from "commander";
import { visibleJson } from "../../provider/xml";
import type { Output, Status } from "../output";
import { widthOf, type Screen } from "../screen";

interface ReadyOptions {
    readonly from: string;
    readonly to: readonly string[];
    readonly json?: true;
}

/** Adds `ready` to a program. */
export function addReady(program: Command, screen: Screen, output: Output, leave: (status: Status) => void): void {
    program
        .command("ready")
        .description("Says whether a guest with teamed NICs could migrate to other hosts, and what keeps it from that.")
        .argument("<domain>", "name or UUID of the guest")
        .requiredOption("--from <uri>", "the host where the guest is, as virsh -c names it")
        .addOption(
            new Option("--to <uri>", "a host to migrate to; may be given several times")
                .argParser((uri: string, before: readonly string[] | undefined) => [...(before ?? []), uri])
                .makeOptionMandatory(),
        )
        .option("--json", "one object, as getMigrationReadiness answers it")
        .addHelpText(
            "after",
            "\nExit status: 0 the guest could migrate to each of them, 1 something is in the way, 2 a host did not answer, or the guest is not on it.",
        )
        .action(async (domain: string, { from, to, json }: ReadyOptions) => {
            const { connect } = await import("../../provider/libvirt/index.js");
            const { ready } = await import("./ready.js");
            const { readyTable } = await import("./table.js");
            const form = json ? toJson : readyTable(widthOf(screen), screen.isInColour);
            leave(await ready(connect, { domain, from, to }, form, output));
        });
}

const toJson = (readiness: object): string => `${visibleJson(JSON.stringify(readiness, undefined, 2))}\n`;
