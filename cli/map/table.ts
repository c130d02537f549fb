import { styleText } from "node:util";
import type { MapForm } from "./form";
import { grid, type Row } from "./grid";
import { groupsOf } from "./groups";
import type { HostMap } from "./hostMap";
import { totalsOf } from "./totals";
import * as words from "./words";
import { visibleName } from "../../provider/xml";

const STYLE = { title: "bold", good: "green", bad: "red" } as const satisfies Readonly<Record<words.Tone, string>>;
const inColour: words.Paint = (tone, text) => styleText(STYLE[tone], text);

/** For people: a table for each host, no wider than `width`, in terminal columns. */
export function tableForm(width: number, isInColour: boolean): MapForm {
    const paint = isInColour ? inColour : words.plain;
    return {
        begin: "",
        host(answer, index) {
            const title = paint("title", visibleName(answer.uri));
            const rows =
                "problem" in answer ? [`${title}\n${paint("bad", words.NO_ANSWER)}`] : rowsOf(answer, title, paint);
            return `${index === 0 ? "" : "\n"}${grid(rows, width)}`;
        },
        end: "",
    };
}

function rowsOf(map: HostMap, title: string, paint: words.Paint): readonly Row[] {
    const groups = groupsOf(map);
    const incomplete = map.teams.filter(({ complete }) => !complete);
    return [
        `${title}\n${words.totalsWords(totalsOf(map), paint)}`,
        ...(groups.length > 0 ? [["VF", "guest", "VF half", "virtio half"] as const] : []),
        ...groups.flatMap((group): readonly Row[] => [
            words.groupWords(group, paint),
            ...group.places.map(
                (place) =>
                    [
                        words.vfWords(place, paint),
                        words.guestWords(place, paint),
                        words.transientWords(place),
                        words.persistentWords(place, paint),
                    ] as const,
            ),
        ]),
        ...(incomplete.length > 0
            ? [
                  [
                      paint("bad", "incomplete"),
                      ...incomplete.map((team) => `${words.guestName(team)}: ${words.problemWords(team)}`),
                  ].join("\n"),
              ]
            : []),
    ];
}
