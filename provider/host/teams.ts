import { devicesIn, type Device } from "../documents";
import { HALF_NAMES, HALVES, partnerOf, type Half } from "../rules";
import type { XmlNode } from "../xml";
import { vfHoldersOn, networkOf, type VfHolder } from "./vfHolders";
import type { Layers, Survey } from "./survey";

/** A teamed pair of a guest. */
export interface TeamOnHost {
    /** The guest's name. */
    readonly guest: string;
    /** The guest's UUID. */
    readonly domainUuid: string;
    /** Whether the guest runs. */
    readonly active: boolean;
    /** Alias of the virtio half; absent where there is none, or it has none. */
    readonly persistent?: string;
    /** Alias of the VF half; absent where there is none, or it has none. */
    readonly transient?: string;
    /** The MAC of the VF half, else of the virtio half. */
    readonly mac?: string;
    /** The pool that the VF comes from; absent where the guest names the VF by its address. */
    readonly pool?: string;
    /** PCI address of the VF on the host, while the guest has one. */
    readonly vf?: string;
    /** Whether both halves are in the definition, and in the guest while it runs, with one MAC. */
    readonly whole: boolean;
    /** What it lacks to be whole, a sentence each. */
    readonly lacks: readonly string[];
}

type Halves = { readonly [H in Half]?: Device };

/** The teamed pairs of a host's guests. */
export async function teamsOn(survey: Survey): Promise<readonly TeamOnHost[]> {
    const [guests, holders] = [await survey.everyGuest(), await vfHoldersOn(survey)];
    return guests.flatMap((guest) => {
        const own = holders.filter(({ domainUuid }) => domainUuid === guest.uuid);
        return teamsOf(guest).map(({ config, live }) => {
            const device = (half: Half): Device | undefined => live?.[half] ?? config[half];
            const vf = live?.transient && own.find((holder) => holder.device?.node === live.transient?.node);
            return {
                ...{ guest: guest.name, domainUuid: guest.uuid, active: guest.live !== undefined },
                ...pick("persistent", device("persistent")?.alias),
                ...pick("transient", device("transient")?.alias),
                ...pick("mac", device("transient")?.mac ?? device("persistent")?.mac),
                ...pick("pool", poolOf(vf, config.transient)),
                ...pick("vf", vf?.address),
                ...judged(config, live),
            };
        });
    });
}

const pick = <K extends string>(key: K, value: string | undefined): { readonly [key in K]?: string } =>
    (value === undefined ? {} : { [key]: value }) as { readonly [key in K]?: string };

const poolOf = (vf: VfHolder | undefined, transient: Device | undefined): string | undefined =>
    vf ? vf.pool : transient && networkOf(transient);

interface Team {
    readonly config: Halves;
    /** Only of a guest that runs. */
    readonly live?: Halves;
}

/** The pairs of both layers: those are one whose virtio halves have one alias. */
function teamsOf({ config, live }: Layers): readonly Team[] {
    const [defined, running] = [pairsIn(config), live && pairsIn(live)];
    const keys = new Set([...defined.keys(), ...(running?.keys() ?? [])]);
    return [...keys].map((key) => ({
        config: defined.get(key) ?? {},
        ...(running && { live: running.get(key) ?? {} }),
    }));
}

/** The pairs of one layer, by the alias of the virtio half. */
function pairsIn(domain: XmlNode): ReadonlyMap<string, Halves> {
    const devices = devicesIn(domain);
    const pairs = new Map<string, Halves>();
    for (const transient of devices.filter(({ teaming }) => teaming === "transient")) {
        const persistent = partnerOf(transient, devices);
        pairs.set(transient.persistent ?? transient.path, { transient, ...(persistent && { persistent }) });
    }
    const paired = [...pairs.values()].map(({ persistent }) => persistent);
    for (const persistent of devices.filter((one) => one.teaming === "persistent" && !paired.includes(one)))
        pairs.set(persistent.alias ?? persistent.path, { persistent });
    return pairs;
}

function judged(config: Halves, live: Halves | undefined): Pick<TeamOnHost, "whole" | "lacks"> {
    const lacks = [
        ...missingIn(config).map((half) => `its definition has no ${HALF_NAMES[half]}`),
        ...(live ? missingIn(live) : []).map((half) => `the guest runs without the ${HALF_NAMES[half]}`),
        ...[config, ...(live ? [live] : [])].flatMap(twoMacs),
    ];
    return { whole: lacks.length === 0, lacks: [...new Set(lacks)] };
}

const missingIn = (halves: Halves): readonly Half[] => HALVES.filter((half) => !halves[half]);

/** Of a VF that is a plain `<hostdev>`, the MAC is set outside libvirt. */
function twoMacs({ persistent, transient }: Halves): readonly string[] {
    const [a, b] = [persistent?.mac, transient?.mac];
    return a === undefined || b === undefined || a === b ? [] : [`its halves have two MACs, ${a} and ${b}`];
}
