import { Option, type Command } from "commander";
import type { Output, Status } from "../output";
import { widthOf, type Screen } from "../screen";
import type { MapForm } from "./form";

interface MapOptions {
    readonly json?: true;
    readonly mermaid?: true;
}

/** Adds `map` to a program. */
export function addMap(program: Command, screen: Screen, output: Output, leave: (status: Status) => void): void {
    program
        .command("map")
        .description("Show which guest uses which VF: pools, their VFs, the guests that use them, and teamed NICs.")
        .argument("<uris...>", "hosts, named as for virsh -c")
        .addOption(new Option("--json", "an array with an entry for each host").conflicts("mermaid"))
        .addOption(new Option("--mermaid", "a diagram, for a ```mermaid fence").conflicts("json"))
        .addHelpText(
            "after",
            "\nExit status: 0 all hosts answered, 2 a host did not answer. The map has all other hosts.",
        )
        .action(async (uris: readonly string[], options: MapOptions) => {
            const { connect } = await import("../../provider/libvirt/index.js");
            const { map } = await import("./map.js");
            leave(await map(connect, uris, await formFor(options, screen), output));
        });
}

async function formFor({ json, mermaid }: MapOptions, screen: Screen): Promise<MapForm> {
    if (json) return (await import("./json.js")).jsonForm;
    if (mermaid) return (await import("./mermaid.js")).mermaidForm;
    return (await import("./table.js")).tableForm(widthOf(screen), screen.isInColour);
}
