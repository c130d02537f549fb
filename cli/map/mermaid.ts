import type { MapForm } from "./form";
import { groupsOf, type Place } from "./groups";
import type { HostMap } from "./hostMap";
import { quoted } from "./mermaidText";
import * as words from "./words";
import { visibleName } from "../../provider/xml";

/** A flowchart: each host, in it its pools, in them their VFs, and from there to the guests. Ids are made up. */
export const mermaidForm: MapForm = {
    begin: "flowchart LR\n",
    host(answer, index) {
        const id = `h${index + 1}`;
        const body = "problem" in answer ? [`${id}x[${quoted(words.NO_ANSWER)}]`] : bodyOf(answer, id);
        return lines(block(id, visibleName(answer.uri), body));
    },
    end: lines(["classDef free stroke:#2a2,stroke-dasharray:4", "classDef wanted stroke:#d33,stroke-dasharray:4"]),
};

function bodyOf(map: HostMap, host: string): readonly string[] {
    const groups = groupsOf(map);
    const guests = guestsOf(map);
    const numbers = new Map([...guests.keys()].map((uuid, at) => [uuid, at + 1]));
    const ids = new Map(groups.flatMap(({ places }) => places).map((place, at) => [place, `${host}v${at + 1}`]));
    const idOf = (place: Place): string => ids.get(place) ?? "";
    return [
        ...groups.flatMap((group, at) =>
            block(
                `${host}p${at + 1}`,
                words.groupWords(group, words.plain),
                group.places.map((place) => node(idOf(place), place)),
            ),
        ),
        ...[...guests.values()].map((label, at) => `${host}g${at + 1}[${quoted(label)}]`),
        ...[...ids].flatMap(([place, id]) => {
            const number = numbers.get((place.vf ?? place.team)?.domainUuid ?? "");
            return number === undefined ? [] : [`${id} ${arrow(place)} ${host}g${number}`];
        }),
        ...(["free", "wanted"] as const).flatMap((name) => {
            const drawn = [...ids].filter(([place]) => look(place) === name).map(([, id]) => id);
            return drawn.length === 0 ? [] : [`class ${drawn.join(",")} ${name}`];
        }),
    ];
}

/** Returns a label for each guest of the map, by UUID: its name, and the problems of its teams. */
function guestsOf({ pools, strays, teams }: HostMap): ReadonlyMap<string, string> {
    const labels = new Map<string, string>();
    for (const { guest, domainUuid } of [...pools.flatMap(({ vfs }) => vfs), ...strays])
        if (guest !== undefined && domainUuid !== undefined) labels.set(domainUuid, visibleName(guest));
    for (const team of teams) {
        const label = labels.get(team.domainUuid) ?? words.guestName(team);
        labels.set(team.domainUuid, team.complete ? label : `${label}\n${words.problemWords(team)}`);
    }
    return labels;
}

function node(id: string, place: Place): string {
    const text = words.vfWords(place, words.plain);
    const isInUse = !place.vf || place.vf.guest !== undefined;
    return `${id}[${quoted(isInUse ? text : `${text}\n${words.guestWords(place, words.plain)}`)}]`;
}

/** How a place is drawn. */
const look = ({ vf }: Place): "inUse" | "free" | "wanted" =>
    vf?.exists ? (vf.guest === undefined ? "free" : "inUse") : "wanted";

/** Draws a broken arrow where the guest does not have the VF now, or the team is incomplete. */
function arrow(place: Place): string {
    const { vf, team } = place;
    const transient = words.transientWords(place);
    const persistent = words.persistentWords(place, words.plain);
    const label = team ? `${transient} + virtio ${persistent}` : [transient, persistent].filter(Boolean).join(", ");
    const line = vf?.exists && team?.complete !== false ? "-->" : "-.->";
    return `${line}|${quoted(label)}|`;
}

/** Never empty: not all versions of mermaid draw that. */
const block = (id: string, title: string, body: readonly string[]): readonly string[] => [
    `subgraph ${id}[${quoted(title)}]`,
    ...(body.length > 0 ? body : [`${id}x["nothing"]`]).map((line) => `  ${line}`),
    "end",
];

function lines(all: readonly string[]): string {
    return all.map((line) => `  ${line}\n`).join("");
}
