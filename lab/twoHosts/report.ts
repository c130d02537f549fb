import { INTERVAL } from "./pinger";
import { isSame, momentsOf, type Carrier, type Moment, type Ping } from "./moments";

const nameOf = ({ host, half }: Carrier): string => `${half} of ${host}`;

/** Returns the result of the pings of one part of the story, a line for each moment. */
export function report(title: string, pings: readonly Ping[]): readonly string[] {
    const lost = pings.filter(({ answeredOver }) => !answeredOver).length;
    return [
        `${title}: ${pings.length} pings, ${lost} lost`,
        ...momentsOf(pings).map((moment) => `  ${lineOf(moment)}`),
        `  answers: ${runsOf(pings)
            .map(({ carrier, count }) => `${count} over the ${nameOf(carrier)}`)
            .join(", ")}`,
    ];
}

function lineOf({ name, lost, from, to }: Moment): string {
    const seconds = ((lost * INTERVAL) / 1000).toFixed(1);
    return `${name.padEnd(10)} ${String(lost).padStart(4)} lost (${seconds} s)  ${nameOf(from)} -> ${nameOf(to)}`;
}

/** Answers in a row over one carrier. */
function runsOf(pings: readonly Ping[]): readonly { readonly carrier: Carrier; readonly count: number }[] {
    const runs: { carrier: Carrier; count: number }[] = [];
    for (const { answeredOver: carrier } of pings) {
        if (!carrier) continue;
        const last = runs.at(-1);
        if (last && isSame(last.carrier, carrier)) last.count += 1;
        else runs.push({ carrier, count: 1 });
    }
    return runs;
}
