import assert from "node:assert/strict";
import { argumentFailures, formatFinding as inWords, judge, type Failure, type Rule } from "../../../provider/rules";

interface Model {
    readonly name: string;
    readonly half?: { readonly alias?: string; readonly vlan?: number };
    readonly items?: readonly { readonly id: number }[];
}

const breaks = (id: string, ...reads: Rule<Model>["reads"]): Rule<Model> => ({
    id,
    severity: "error",
    libvirt: [],
    says: `${id} says.`,
    source: `${id} source`,
    reads,
    check: () => [{ property: reads.join(), found: 1, problem: "is bad", allowed: "none", fix: "Remove it." }],
});

describe("judge", () => {
    it("returns all findings of all rules, in the rules' order, each with its rule", () => {
        const rule: Rule<Model> = {
            id: "twice",
            severity: "warning",
            libvirt: [],
            says: "it says.",
            source: "a source",
            reads: ["name"],
            check: ({ name }) => [
                { property: "name", found: name, problem: "is x", allowed: "a", fix: "b." },
                { property: "items[1].id", found: undefined, problem: "is y", allowed: "c", fix: "d." },
            ],
        };
        const keeps: Rule<Model> = { ...rule, id: "kept", check: () => [] };
        assert.deepEqual(judge([rule, keeps, breaks("last", "half")], { name: "n" }), [
            {
                rule: "twice",
                severity: "warning",
                says: "it says.",
                source: "a source",
                property: "name",
                found: "n",
                problem: "is x",
                allowed: "a",
                fix: "b.",
            },
            {
                rule: "twice",
                severity: "warning",
                says: "it says.",
                source: "a source",
                property: "items[1].id",
                found: undefined,
                problem: "is y",
                allowed: "c",
                fix: "d.",
            },
            {
                rule: "last",
                severity: "error",
                says: "last says.",
                source: "last source",
                property: "half",
                found: 1,
                problem: "is bad",
                allowed: "none",
                fix: "Remove it.",
            },
        ] satisfies readonly Failure[]);
    });

    const rules = [
        breaks("name", "name"),
        breaks("half", "half"),
        breaks("alias", "half.alias"),
        breaks("items", "items"),
        breaks("two", "name", "half.vlan"),
    ];
    const cases: readonly (readonly [blocked: readonly string[], judged: readonly string[]])[] = [
        [[], ["name", "half", "alias", "items", "two"]],
        [["name"], ["half", "alias", "items"]],
        [["half"], ["name", "items"]],
        [["half.alias"], ["name", "items", "two"]],
        [["half.alias[0].x"], ["name", "items", "two"]],
        [["half.vlan.tags[1]"], ["name", "alias", "items"]],
        [["half.other"], ["name", "alias", "items", "two"]],
        [["items[0]"], ["name", "half", "alias", "two"]],
        [["items[0].id"], ["name", "half", "alias", "two"]],
        [
            ["names", "nam", "half-life", "item"],
            ["name", "half", "alias", "items", "two"],
        ],
        [["name", "half", "items"], []],
    ];
    for (const [blocked, judged] of cases) {
        it(`waits for ${blocked.join(" and ") || "nothing"}`, () => {
            const found = judge(rules, { name: "n" }, blocked);
            assert.deepEqual(
                found.map(({ rule }) => rule),
                judged,
            );
        });
    }

    it("does not run a rule that waits", () => {
        const throws: Rule<Model> = {
            ...breaks("throws", "half"),
            check: () => {
                throw new Error("it looked");
            },
        };
        assert.deepEqual(judge([throws], { name: "n" }, ["half.alias"]), []);
    });
});

describe("a failure in words", () => {
    const failure: Failure = {
        rule: "alias-starts-with-ua",
        severity: "error",
        says: "libvirt drops it.",
        source: "NB1",
        property: "persistent.alias",
        found: 'net"0',
        problem: 'does not start with "ua-"',
        allowed: 'an alias that starts with "ua-"',
        fix: 'Write "ua-net0".',
    };
    const cases: readonly (readonly [found: unknown, words: string])[] = [
        ['net"0', '"net\\"0"'],
        [null, "null"],
        [4096, "4096"],
        [{ tags: [1, 2] }, '{"tags":[1,2]}'],
    ];
    for (const [found, words] of cases) {
        it(`shows the value ${words}`, () => {
            assert.equal(
                inWords({ ...failure, found }),
                `persistent.alias: ${words} does not start with "ua-". libvirt drops it. Write "ua-net0". [alias-starts-with-ua]`,
            );
        });
    }

    it("says of a missing value that it is missing, and not what is wrong with it", () => {
        assert.equal(
            inWords({ ...failure, found: undefined }),
            'persistent.alias: the value is missing. libvirt drops it. Write "ua-net0". [alias-starts-with-ua]',
        );
    });

    it("shows no value where the sentence is about something else", () => {
        for (const found of [undefined, "secret"])
            assert.equal(
                inWords({ ...failure, subject: "the guest", found, problem: "has no alias" }),
                'persistent.alias: the guest has no alias. libvirt drops it. Write "ua-net0". [alias-starts-with-ua]',
            );
    });
});

describe("what no argument takes, in words", () => {
    const cases: readonly (readonly [misfit: Parameters<typeof argumentFailures>[0][number], words: string])[] = [
        [
            { kind: "unknown-argument", path: "pfs", found: "e", expected: "one of pf, name" },
            'pfs: "e" is set on an unknown argument. An unknown argument has no effect, so the provider refuses it. Use one of pf, name, or remove it. [unknown-argument]',
        ],
        [
            { kind: "missing-argument", path: "name", found: undefined, expected: "text" },
            "name: the value is missing. The resource needs this argument. Set it to text. [missing-argument]",
        ],
        [
            { kind: "argument-shape", path: "vlan", found: "x", expected: "a number" },
            'vlan: "x" is not a number. The provider cannot write such a value into the XML of libvirt. Use a number. [argument-shape]',
        ],
    ];
    for (const [misfit, words] of cases) {
        it(misfit.kind, () => {
            const failures = argumentFailures([misfit]);
            assert.deepEqual(
                failures.map((failure) => [failure.property, failure.severity, inWords(failure)]),
                [[misfit.path, "error", words]],
            );
        });
    }
});
