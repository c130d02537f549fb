import fc from "fast-check";
import type { HostMap } from "../../cli/map/hostMap";
import { defined } from "../../provider/xml";
import { forbiddenIn } from "../../provider/xml/characters";
import { codePoint } from "./codePoints";

/** What a table, a terminal or mermaid could take for something else. */
const NASTY = [
    ...[
        "end",
        "subgraph x",
        "style a:#f;",
        "classDef b:#c;",
        "%%{init}%%",
        "`**b**`",
        "fa:fa-car",
        "$$x$$",
        "-->",
        "|",
    ],
    ...['"', "#quot;", "&lt;", "<br/>", "<script>", "[x]", "(x)", "{x}", "\\n", "click h1g1 call f()", ";", "---"],
    ...[
        "\t",
        "\u0085",
        "\u009b31m",
        "\u202e",
        "\u200d",
        " ",
        "  ",
        "👩‍👩‍👧",
        "🇩🇪",
        "1️⃣",
        "漢字",
        "ﬂ°°35¶ß",
        "e\u0301\u0301",
        "ä",
    ],
];

/** A name that libvirt could tell. Lines of frames are left out: they end a cell where it is read again. */
export const anyName = fc
    .array(
        fc.oneof(
            { weight: 2, arbitrary: fc.constantFrom(...NASTY) },
            fc.string({ unit: "grapheme", maxLength: 30 }),
            fc.string({ unit: codePoint, maxLength: 5 }),
            fc.stringMatching(/^[\w.-]{1,40}$/),
        ),
        { minLength: 1, maxLength: 5 },
    )
    .map((parts) => parts.join(""))
    .filter((name) => name !== "" && forbiddenIn(name) === undefined && !/[\u2500-\u257f]/.test(name));

const address = fc
    .tuple(fc.nat({ max: 255 }), fc.nat({ max: 31 }), fc.nat({ max: 7 }))
    .map(([bus, slot, number]) => `0000:${hex(bus)}:${hex(slot)}.${number}`);
const hex = (number: number): string => number.toString(16).padStart(2, "0");

const optional = <T>(value: fc.Arbitrary<T>): fc.Arbitrary<T | undefined> => fc.option(value, { nil: undefined });

const vf = fc
    .record({
        address,
        exists: fc.boolean(),
        holder: optional(fc.record({ guest: anyName, domainUuid: fc.uuid(), alias: optional(anyName) })),
    })
    .map(({ address, exists, holder }) =>
        defined({ address, exists, guest: holder?.guest, domainUuid: holder?.domainUuid, alias: holder?.alias }),
    );

const pool = fc
    .record({
        name: anyName,
        uuid: fc.uuid(),
        active: fc.boolean(),
        autostart: fc.boolean(),
        pf: optional(anyName),
        vfs: fc.uniqueArray(vf, { maxLength: 4, selector: (one) => one.address }),
        connections: fc.nat({ max: 4 }),
    })
    .map((pool) => {
        const free = pool.vfs.filter(({ exists, guest }) => exists && guest === undefined).length;
        return defined({ ...pool, free, total: pool.vfs.length });
    });

const stray = fc
    .record({ address, exists: fc.boolean(), guest: anyName, domainUuid: fc.uuid(), pool: optional(anyName) })
    .map(defined);

const team = fc
    .record({
        guest: anyName,
        domainUuid: fc.uuid(),
        active: fc.boolean(),
        persistent: optional(anyName),
        transient: optional(anyName),
        pool: optional(anyName),
        problems: fc.array(anyName, { maxLength: 2 }),
    })
    .map((team) => defined({ ...team, complete: team.problems.length === 0 }));

/** A map whose teams have VFs of its pools, or want them. */
export const anyMap: fc.Arbitrary<HostMap> = fc
    .record({
        uri: anyName,
        pools: fc.array(pool, { maxLength: 3 }),
        strays: fc.array(stray, { maxLength: 2 }),
        teams: fc.array(team, { maxLength: 3 }),
        isPaired: fc.boolean(),
    })
    .map(({ isPaired, ...map }) => ({ ...map, teams: isPaired ? paired(map) : map.teams }));

/** Gives the teams the VFs in use, as far as these go, and makes them teams of those guests. */
function paired({ pools, teams }: Pick<HostMap, "pools" | "teams">): HostMap["teams"] {
    const vfs = pools.flatMap((pool) => pool.vfs.map((one) => ({ ...one, pool: pool.name })));
    const holders = vfs.filter(({ guest }) => guest !== undefined);
    return teams.map((team, at) => {
        const { guest, domainUuid, address: vf, pool, alias } = holders[at] ?? {};
        if (guest === undefined || domainUuid === undefined || vf === undefined || pool === undefined) return team;
        const transient = alias ?? team.transient;
        return defined({ ...team, guest, domainUuid, active: true, vf, pool, transient });
    });
}
