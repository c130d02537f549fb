import { plural } from "../rules";
import { formatDifference } from "../lifecycle/differences";
import { formatHolder, type VfHolder } from "../host/vfHolders";
import type { PoolPlan } from "./plan";

type WhenInUse = "refuse" | "restart";

/**
 * Why a change of a pool is not carried out: a sentence for each reason, none where it is. libvirt itself would carry out
 * each of them without a word.
 */
export function refusals(plan: PoolPlan, whenInUse: WhenInUse): readonly string[] {
    const { pulls, leaving, places, stops, starts } = plan;
    if (pulls.length === 0) return [];
    const needs = stops ? ` needs ${restart(plan)}` : "";
    const unknown = pulls.filter(({ device }) => !device);
    return [
        ...(whenInUse === "refuse" ? [`${because(plan)}${needs}; ${hold(pulls)}: ${refused(REFUSED)}`] : []),
        ...(whenInUse === "refuse" && leaving.length > 0
            ? [
                  `${named(leaving, withAddress)} would have what the pool has not: libvirt takes that, and the VF breaks when its daemon starts anew`,
              ]
            : []),
        ...(starts && places !== undefined && places < plan.holders.length
            ? [
                  `${because(plan)} leaves ${plural(places, "VF")} for ${plural(plan.holders.length, "device")}, ${named(plan.holders)}: ${refused(`keep ${plan.holders.length} or more, or free VFs first`)}`,
              ]
            : []),
        ...(whenInUse === "restart" && unknown.length > 0
            ? [
                  `${because(plan)}${needs}; ${named(unknown)} ${unknown.length === 1 ? "has a VF" : "have VFs"} of it and cannot be asked for it yet, as it is just being started: ${refused("run again")}`,
              ]
            : []),
    ];
}

/** Why a pool is not taken away from those who hold its VFs. */
export const refusedDeletion = (holders: readonly VfHolder[]): string =>
    `its deletion needs destroy; ${hold(holders)}: ${refused('set whenInUse to "restart" and run up first, or free the VFs')}`;

const REFUSED = 'set whenInUse to "restart" or free the VFs first';
const refused = (fix: string): string => `refused, ${fix}`;

/** What a change of a pool does to what runs, for the person who reads a preview: a line for each effect. */
export function effectsOfPool(plan: PoolPlan): readonly string[] {
    const { changed, stops, starts, pulls, holders, portgroupsWait } = plan;
    if (changed.length === 0) return [];
    const what = because(plan);
    if (!stops && pulls.length === 0) {
        if (portgroupsWait)
            return [
                `${what} without a restart; portgroups wait until the network is started anew, as libvirt forgets who has VFs when they change meanwhile: ${hold(holders)}`,
            ];
        const forgets = starts && holders.length > 0;
        return [
            starts ? `${what} starts the network` : `${what} without a restart`,
            ...(forgets ? [`${hold(holders)} from before, which libvirt takes for free: ${FORGOTTEN_FIX}`] : []),
        ];
    }
    const needs = stops ? `${what} needs ${restart(plan)}` : what;
    if (pulls.length === 0) return [`${needs}; no guest holds a VF`];
    return pulls.map((holder) => `${needs}; ${fate(holder, starts)}`);
}

/** What is said of a pool that is replaced. */
export const replacedPool = (moved: string, holders: readonly VfHolder[]): string =>
    `${moved} replaces the network: destroy + undefine there, then made here; ${
        holders.length === 0
            ? "no guest holds a VF"
            : `${hold(holders)}: given back and plugged in anew by a TeamedNic that has the pool's name from this resource, refused otherwise`
    }`;

/** How libvirt learns again of VFs that it has forgotten. Source: libvirt 9.0, observed */
export const FORGOTTEN_FIX =
    "restart its daemon (libvirtd, or virtnetworkd and virtqemud), with which guests claim their VFs anew and run on";

function fate(holder: VfHolder, comesBack: boolean): string {
    const isTeamed = holder.device?.teaming !== undefined;
    const who = named([holder]);
    if (!comesBack)
        return `${who} gives its VF back${isTeamed ? ", and stays connected over the virtio half" : ", and loses that NIC"}`;
    return `${who} has its VF plugged in anew, and ${isTeamed ? "stays connected over the virtio half meanwhile" : "loses that NIC for a moment"}`;
}

const because = ({ changed }: PoolPlan): string => changed.map(formatDifference).join(", ");
const restart = ({ starts }: PoolPlan): string => (starts ? "destroy + start" : "destroy");
const hold = (holders: readonly VfHolder[]): string =>
    `${named(holders)} ${holders.length === 1 ? "holds a VF" : "hold VFs"}`;

type Told = (holder: VfHolder) => string;
const withAddress: Told = ({ guest, alias, address }) =>
    `${guest} (${[...(alias === undefined ? [] : [alias]), address].join(", ")})`;

/** `web1 (ua-net0-vf), web2 (ua-net0-vf) and db1 (ua-net0-vf)` */
function named(holders: readonly VfHolder[], told: Told = formatHolder): string {
    const names = holders.map(told);
    return names.length < 2 ? names.join("") : `${names.slice(0, -1).join(", ")} and ${names.at(-1) ?? ""}`;
}
