import fc from "fast-check";
import type { HostMap } from "../../cli/map/hostMap";
import { forbiddenIn } from "../../provider/xml/characters";

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
            fc.string({ unit: "binary", maxLength: 5 }),
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

const optional = <T>(key: string, value: fc.Arbitrary<T>): fc.Arbitrary<Readonly<Record<string, T>>> =>
    fc.option(value, { nil: undefined }).map((one) => (one === undefined ? {} : { [key]: one }));

const vf = fc
    .tuple(fc.record({ address, exists: fc.boolean() }), fc.boolean(), anyName, fc.uuid(), optional("alias", anyName))
    .map(([given, isHeld, guest, domainUuid, alias]) => ({ ...given, ...(isHeld && { guest, domainUuid, ...alias }) }));

const pool = fc
    .tuple(
        fc.record({ name: anyName, uuid: fc.uuid(), active: fc.boolean(), autostart: fc.boolean() }),
        optional("pf", anyName),
        fc.uniqueArray(vf, { maxLength: 4, selector: (one) => one.address }),
        fc.nat({ max: 4 }),
    )
    .map(([given, pf, vfs, connections]) => {
        const free = vfs.filter((one) => one.exists && !("guest" in one)).length;
        return { ...given, ...pf, vfs, free, total: vfs.length, connections };
    });

const stray = fc
    .tuple(
        fc.record({ address, exists: fc.boolean(), guest: anyName, domainUuid: fc.uuid() }),
        optional("pool", anyName),
    )
    .map(([given, from]) => ({ ...given, ...from }));

const team = fc
    .tuple(
        fc.record({ guest: anyName, domainUuid: fc.uuid(), active: fc.boolean() }),
        fc.array(anyName, { maxLength: 2 }),
        optional("persistent", anyName),
        optional("transient", anyName),
        optional("pool", anyName),
    )
    .map(([given, problems, persistent, transient, from]) => ({
        ...given,
        ...persistent,
        ...transient,
        ...from,
        complete: problems.length === 0,
        problems,
    }));

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

/** The teams, as far as there are held VFs, as those of their guests. */
function paired({ pools, teams }: Pick<HostMap, "pools" | "teams">): HostMap["teams"] {
    const held = pools.flatMap(({ name, vfs }) =>
        vfs.flatMap((one) => (one.guest === undefined ? [] : [{ ...one, name }])),
    );
    return teams.map((one, at) => {
        const { guest, domainUuid, address: given, name, alias } = held[at] ?? {};
        if (guest === undefined || domainUuid === undefined || given === undefined || name === undefined) return one;
        return {
            ...one,
            guest,
            domainUuid,
            active: true,
            vf: given,
            pool: name,
            ...(alias !== undefined && { transient: alias }),
        };
    });
}
