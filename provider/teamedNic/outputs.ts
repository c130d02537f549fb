import type { Nic } from "../model/interface";
import type { Team } from "../rules";
import { differences } from "../lifecycle/differences";
import { eachHalf, type Halves, type Known } from "./halves";
import type { Properties } from "../lifecycle/kind";
import type { Vf } from "./asDefined";

/** The outputs that say where a pair is, as the state keeps them. */
export const domainUuid = (outputs: Properties): string => String(outputs["domainUuid"]);
export const vfIn = (outputs: Properties | undefined): Vf | undefined => outputs?.["vf"] as Vf | undefined;

/** What is known of a pair's place: its guest, and of the guest as it runs its VF and what its halves are called. */
export interface PairState {
    readonly vf?: Vf | undefined;
    readonly live?: Halves | undefined;
}

const aliasesOf = (halves: Partial<Record<keyof Team, Partial<Nic>>>): Properties => ({
    persistent: halves.persistent?.alias,
    transient: halves.transient?.alias,
});

export function outputsOf(uuid: string, want: Known, { vf, live }: PairState): Properties {
    const [aliases, runningAs] = [aliasesOf(want), aliasesOf(nicsOf(live ?? {}))];
    const isRenamed = differences(aliases, runningAs).some(({ after }) => after !== undefined);
    return { domainUuid: uuid, aliases, ...(vf && { vf }), ...(isRenamed && { runningAs }) };
}

/** By what the halves are found where the program calls them otherwise, and the guest has not booted since. */
export const liveAliases = (outputs: Properties | undefined): Known =>
    eachHalf((half) => {
        const alias = (outputs?.["runningAs"] as Partial<Record<keyof Team, string>> | undefined)?.[half];
        return alias === undefined ? undefined : ({ alias } as Nic);
    });

export const nicsOf = (halves: Halves): Known => eachHalf((half) => halves[half]?.nic);
