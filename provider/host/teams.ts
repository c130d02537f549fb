import type { Device, Pair } from "../documents";
import type { Half } from "../rules";
import { defined } from "../xml";
import { pairsOf, type PairInGuest } from "./pairsOfGuest";
import type { Survey } from "./survey";
import { problemsOf } from "./teamProblems";
import { networkOf, vfHoldersOn, type VfHolder } from "./vfHolders";

/** A teamed pair of a guest. */
export interface TeamOnHost {
    /** The guest's name. */
    readonly guest: string;
    /** The guest's UUID. */
    readonly domainUuid: string;
    /** Whether the guest runs. */
    readonly active: boolean;
    /** Alias of the virtio half; absent if the half or its alias is missing. */
    readonly persistent?: string;
    /** Alias of the VF half; absent if the half or its alias is missing. */
    readonly transient?: string;
    /** MAC of the VF half, else of the virtio half. */
    readonly mac?: string;
    /** Pool that the VF comes from; absent where the guest names the VF by its address. */
    readonly pool?: string;
    /** PCI address of the VF on the host, while the guest has one. */
    readonly vf?: string;
    /**
     * Whether a pair forms: both halves are in the definition, and in the guest while it runs, with one MAC, and each is
     * the other's only partner.
     */
    readonly complete: boolean;
    /** Problems that keep it from being complete, a sentence each. */
    readonly problems: readonly string[];
}

/** Returns the teamed pairs of a host's guests: one for each VF half, and one for each virtio half that no VF half names. */
export async function teamsOn(survey: Survey): Promise<readonly TeamOnHost[]> {
    const guests = await survey.everyGuest();
    const holders = await vfHoldersOn(survey);
    return guests.flatMap((guest) => {
        const own = holders.filter(({ domainUuid }) => domainUuid === guest.uuid);
        return pairsOf(guest).map((pair): TeamOnHost => {
            const persistent = deviceOf(pair, "persistent");
            const transient = deviceOf(pair, "transient");
            const running = pair.live?.transient;
            const vf = running && own.find(({ device }) => device?.node === running.node);
            const problems = problemsOf(pair);
            return defined({
                guest: guest.name,
                domainUuid: guest.uuid,
                active: guest.live !== undefined,
                persistent: persistent?.alias,
                transient: transient?.alias,
                mac: transient?.mac ?? persistent?.mac,
                pool: poolOf(vf, pair.config),
                vf: vf?.address,
                complete: problems.length === 0,
                problems,
            });
        });
    });
}

const deviceOf = ({ config, live }: PairInGuest, half: Half): Device | undefined => live?.[half] ?? config[half];

const poolOf = (vf: VfHolder | undefined, { transient }: Pair): string | undefined =>
    vf ? vf.pool : transient && networkOf(transient);
