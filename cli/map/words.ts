import type { Occupancy } from "../../provider/host/occupancy";
import type { TeamOnHost } from "../../provider/host/teams";
import { plural } from "../../provider/rules";
import type { Group, Place } from "./groups";
import type { Totals } from "./totals";
import { visibleName } from "../../provider/xml";

/** Tone that leads the eye of a reader. */
export type Tone = "title" | "good" | "bad";
export type Paint = (tone: Tone, text: string) => string;

/** Words for a host without an answer. */
export const NO_ANSWER = "did not answer";

export const plain: Paint = (_, text) => text;

/** e.g. `3 pools; 13 VFs: 8 in use, 5 free; 6 pairs, 1 of them incomplete` */
export function totalsWords(totals: Totals, paint: Paint): string {
    const { pools, vfs, inUse, free, missing, teams, incomplete } = totals;
    const places = [`${inUse} in use`, `${free} free`];
    if (missing > 0) places.push(paint("bad", `${missing} missing on the host`));
    const counts = [plural(teams, "pair")];
    if (incomplete > 0) counts.push(paint("bad", `${incomplete} of them incomplete`));
    return [plural(pools, "pool"), `${plural(vfs, "VF")}: ${places.join(", ")}`, counts.join(", ")].join("; ");
}

/** e.g. `pool fast: PF enp8s0f0; started, autostart; 0 free of 2, 1 wanted` */
export function groupWords({ name, pool, wanted }: Group, paint: Paint): string {
    if (name === undefined) return paint("title", "in no pool");
    const title = paint("title", `pool ${visibleName(name)}`);
    if (!pool) return `${title}: ${paint("bad", "missing on this host")}; ${wanted} wanted`;
    const { pf, link, active, autostart, free, total } = pool;
    const places = [`${free} free of ${total}`, ...(wanted > 0 ? [`${wanted} wanted`] : [])].join(", ");
    return `${title}: ${[
        ...cardWords(pf, link, paint),
        `${active ? "started" : paint("bad", "stopped")}, ${autostart ? "autostart" : "no autostart"}`,
        wanted > free ? paint("bad", places) : places,
        ...forgotten(pool).map((text) => paint("bad", text)),
    ].join("; ")}`;
}

const cardWords = (pf: string | undefined, link: Occupancy["link"], paint: Paint): readonly string[] =>
    pf === undefined
        ? ["VFs by address"]
        : [`PF ${visibleName(pf)}`, ...(link === "down" ? [paint("bad", "its link is down")] : [])];

function forgotten({ active, vfs, connections }: Occupancy): readonly string[] {
    const given = vfs.filter(({ guest, isOutsidePool }) => guest !== undefined && !isOutsidePool).length;
    if (!active || connections >= given) return [];
    return [`libvirt counts ${connections} of ${given} VFs in use, and gives the others to other guests`];
}

/** Returns the VF of a place. */
export function vfWords({ vf, team }: Place, paint: Paint): string {
    if (!vf) return team?.active === true ? paint("bad", "missing") : "at its start";
    return [
        vf.address,
        ...(vf.pool === undefined ? [] : [`from ${visibleName(vf.pool)}`]),
        ...(vf.exists || vf.guest === undefined ? [] : [paint("bad", "missing")]),
    ].join("\n");
}

/** Returns the guest that has a place or wants one, or why there is none. */
export function guestWords({ vf, team }: Place, paint: Paint): string {
    if (!vf) return team ? guestName(team) : "";
    if (vf.guest !== undefined) return visibleName(vf.guest);
    return vf.exists ? paint("good", "free") : paint("bad", "missing on the host");
}

/** Returns the name of a guest, and that it does not run. */
export const guestName = ({ guest, active }: TeamOnHost): string =>
    `${visibleName(guest)}${active ? "" : ", shut off"}`;

/** Returns the alias of the VF half. */
export function transientWords({ vf, team }: Place): string {
    if (vf && vf.guest === undefined) return "";
    const alias = vf?.alias ?? team?.transient;
    if (alias === undefined) return team ? "no alias" : "a port, no device";
    return `${visibleName(alias)}${vf?.isOutsidePool ? ", by address" : ""}`;
}

/** Returns the alias of the virtio half, or that it is missing. */
export function persistentWords({ vf, team }: Place, paint: Paint): string {
    if (!team) return vf?.alias === undefined ? "" : "no pair";
    const alias = visibleName(team.persistent ?? "none");
    return team.complete ? alias : paint("bad", `${alias}, incomplete`);
}

/** Returns a pair with its problems. */
export const problemWords = ({ persistent, transient, problems }: TeamOnHost): string =>
    `${[persistent, transient]
        .filter((alias) => alias !== undefined)
        .map(visibleName)
        .join(" + ")}: ${problems.map(visibleName).join("; ")}`;
