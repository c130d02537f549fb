import assert from "node:assert/strict";
import fc from "fast-check";
import { locate, type Location, type Sighting } from "../../../provider/teamedNic/locate";

const [ONE, TWO, THREE] = ["qemu+ssh://kvm1/system", "qemu+ssh://kvm2/system", "qemu+ssh://kvm3/system"] as const;
const error = new Error("Connection refused");

type Seen = "missing" | "shut off" | "silent" | "runs" | "runs undefined" | "leaves" | "arrives";
const sighting = (uri: string, seen: Seen): Sighting => {
    switch (seen) {
        case "missing":
        case "shut off":
            return { uri, state: seen };
        case "silent":
            return { uri, state: seen, error };
        case "runs":
            return { uri, state: "running", isDefined: true };
        case "runs undefined":
            return { uri, state: "running", isDefined: false };
        case "leaves":
            return { uri, state: "running", isDefined: true, migration: "leaving" };
        case "arrives":
            return { uri, state: "running", isDefined: false, migration: "arriving" };
    }
};
const at = (...seen: readonly Seen[]): Location =>
    locate(seen.map((one, i) => sighting([ONE, TWO, THREE][i] ?? ONE, one)));
const found = (host: string, more: Partial<Extract<Location, { kind: "found" }>> = {}): Location => ({
    kind: "found",
    host,
    definition: host,
    stale: [],
    isMigrating: false,
    silent: [],
    ...more,
});
const silentOn = (...uris: readonly string[]) => uris.map((uri) => ({ uri, state: "silent" as const, error }));

describe("a guest is located", () => {
    /** The first host is the one that counts first. */
    const cases: readonly (readonly [what: string, seen: readonly Seen[], location: Location])[] = [
        ["where it runs, with nothing asked of others", ["runs"], found(ONE)],
        ["where it runs, though it was elsewhere before", ["missing", "runs"], found(TWO)],
        ["where it is defined, while it runs nowhere", ["missing", "shut off"], found(TWO)],
        [
            "on the first host that defines it, with the others named",
            ["shut off", "shut off"],
            found(ONE, { stale: [TWO] }),
        ],
        ["where it runs, with a definition elsewhere named", ["shut off", "runs"], found(TWO, { stale: [ONE] })],
        [
            "on two hosts, where it runs without its definition",
            ["shut off", "runs undefined"],
            found(TWO, { definition: ONE }),
        ],
        [
            "on two hosts, with a third definition named",
            ["shut off", "runs undefined", "shut off"],
            found(TWO, { definition: ONE, stale: [THREE] }),
        ],
        [
            "where it runs, though it is defined nowhere",
            ["runs undefined", "missing"],
            found(ONE, { definition: undefined }),
        ],
        ["where it comes from, while it migrates", ["leaves", "arrives"], found(ONE, { isMigrating: true })],
        ["where it comes from, seen from the other side", ["arrives", "leaves"], found(TWO, { isMigrating: true })],
        ["where it leaves, with the target not asked", ["leaves"], found(ONE, { isMigrating: true })],
        [
            "where it arrives, with its definition still behind",
            ["shut off", "arrives"],
            found(TWO, { definition: ONE, isMigrating: true }),
        ],
        ["on no host, when it runs on two", ["runs", "missing", "runs"], { kind: "twice", hosts: [ONE, THREE] }],
        ["on no host, when all answered", ["missing", "missing"], { kind: "missing", asked: [ONE, TWO] }],
        ["on no host, when one did not answer", ["missing", "silent"], { kind: "unknown", silent: silentOn(TWO) }],
        [
            "on no host, when its last one did not answer",
            ["silent", "shut off"],
            { kind: "unknown", silent: silentOn(ONE) },
        ],
        ["where it runs, when another host did not answer", ["silent", "runs"], found(TWO)],
        [
            "where it is shut off, with the silent host named",
            ["shut off", "silent"],
            found(ONE, { silent: silentOn(TWO) }),
        ],
    ];
    for (const [what, seen, location] of cases)
        it(what, () => {
            assert.deepEqual(at(...seen), location);
        });

    it("never as missing while a host is silent, and never on a host that has it not", () => {
        const seen = fc.constantFrom<Seen>(
            "missing",
            "shut off",
            "silent",
            "runs",
            "runs undefined",
            "leaves",
            "arrives",
        );
        fc.assert(
            fc.property(fc.array(seen, { minLength: 1, maxLength: 3 }), (all) => {
                const location = at(...all);
                if (location.kind === "missing") assert.ok(!all.includes("silent"));
                if (location.kind !== "found") return;
                const has = (uri: string): Seen | undefined => all[[ONE, TWO, THREE].indexOf(uri as typeof ONE)];
                assert.ok(!["missing", "silent"].includes(has(location.host) ?? "missing"));
                if (location.definition !== undefined)
                    assert.ok(["shut off", "runs", "leaves"].includes(has(location.definition) ?? ""));
                for (const uri of location.stale) assert.ok(!["missing", "silent"].includes(has(uri) ?? "missing"));
            }),
        );
    });
});
