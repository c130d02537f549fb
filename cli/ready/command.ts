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
        .description("Check whether a guest with teamed NICs can migrate to other hosts, and show the obstacles.")
        .argument("<domain>", "name or UUID of the guest")
        .requiredOption("--from <uri>", "the current host of the guest, named as for virsh -c")
        .addOption(
            new Option("--to <uri>", "a target host; repeatable")
                .argParser((uri: string, before: readonly string[] | undefined) => [...(before ?? []), uri])
                .makeOptionMandatory(),
        )
        .option("--json", "one object, the same as from getMigrationReadiness")
        .addHelpText(
            "after",
            "\nExit status: 0 the guest can migrate to each target, 1 it cannot, 2 a host did not answer, or the guest is missing.",
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
