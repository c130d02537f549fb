import assert from "node:assert/strict";
import { LibvirtError, type Libvirt } from "../../../provider/libvirt";
import { hooksFor, type Hooks, type World } from "../../../provider/lifecycle/hooks";
import { hostdevNetwork } from "../../../provider/hostdevNetwork";
import type { Kind, Properties } from "../../../provider/lifecycle/kind";
import { formatMessage } from "../../../provider/lifecycle/message";
import { Operation } from "../../../provider/lifecycle/operation";
import { teamedNic } from "../../../provider/teamedNic";
import { ToldHost } from "../../support/toldHost";

const uri = "test:///a";
const UNKNOWN = "04da6b54-80e4-46f7-96ec-b56ff0331ba9";

/** The hooks of one operation on one host, and what they print. */
function hooksOf<Args extends { readonly uri: string; readonly name: string }, Outputs extends object>(
    kind: Kind<Args, Outputs>,
    connect: (uri: string) => Libvirt,
): { readonly hooks: Hooks; readonly warnings: string[] } {
    const warnings: string[] = [];
    const world: World = {
        assertInstalled: () => undefined,
        operation: new Operation(connect),
        say: () => undefined,
        warn: (message) => warnings.push(formatMessage(message)),
    };
    return { hooks: hooksFor(kind, world), warnings };
}
const rulesIn = (lines: readonly string[]): readonly string[] =>
    lines.map((line) => /\[([a-z-]+)\]$/.exec(line)?.[1] ?? line);

describe("check, of a rule that does not exist", () => {
    const found = async (by: Properties) => {
        const { hooks } = hooksOf(hostdevNetwork, () => new ToldHost(uri).libvirt);
        const { failures } = await hooks.check(
            {},
            { uri, name: "vfs", pf: "eth0", rules: { "pf-exist": "off" }, ...by },
        );
        return failures.map(({ facts: { property }, text }) => [property, /config of the stack/.test(text)]);
    };

    it("names the argument of the resource that lowers it", async () => {
        assert.deepEqual(await found({}), [["rules.pf-exist", false]]);
    });

    it("names the key of the stack's config where that lowers it, and not the resource", async () => {
        assert.deepEqual(await found({ __filledIn: ["name", "rules"] }), [["libvirt:rules.pf-exist", true]]);
        assert.deepEqual(await found({ __filledIn: ["rules"], rules: "off" }), [["libvirt:rules", true]]);
    });
});

describe("check, of what a host has against a pool", () => {
    const host = new ToldHost(uri, { cards: { eth0: 1 } });
    const found = async (program: Properties, ...before: readonly Properties[]) => {
        const { hooks, warnings } = hooksOf(hostdevNetwork, () => host.libvirt);
        const [olds = {}] = before;
        const { failures } = await hooks.check(olds, { uri, name: "vfs", ...program });
        return { errors: rulesIn(failures.map(formatMessage)), warnings: rulesIn(warnings), hooks };
    };
    const NONE = ["0000:01:10.0", "0000:09:10.0"];

    const levels: readonly (readonly [level: string | undefined, errors: number, warnings: number])[] = [
        [undefined, 1, 0],
        ["warning", 0, 1],
        ["off", 0, 0],
    ];
    for (const [level, errors, warnings] of levels)
        it(`says it as the level ${level ?? "of the rule"} has it`, async () => {
            const said = await found({ addresses: NONE, ...(level && { rules: { "vf-of-pool-exists": level } }) });
            const rule = "vf-of-pool-exists";
            assert.deepEqual([said.errors, said.warnings], [Array(errors).fill(rule), Array(warnings).fill(rule)]);
        });

    it("waits for a list until all of it is known", async () => {
        const { errors, warnings } = await found({ addresses: [...NONE, UNKNOWN] });
        assert.deepEqual([errors, warnings], [[], []]);
    });

    it("says it once of what is replaced, of which Pulumi asks twice", async () => {
        const { hooks } = hooksOf(hostdevNetwork, () => host.libvirt);
        const news = { uri, name: "vfs", addresses: NONE };
        const { inputs } = await hooks.check({}, { ...news, name: "old" });
        const counts = [];
        for (const olds of [inputs, {}]) counts.push((await hooks.check(olds, news)).failures.length);
        assert.deepEqual(counts, [1, 0]);
    });
});

describe("check, of a host that does not answer", () => {
    it("says so once, and asks no more of it", async () => {
        let asked = 0;
        const silent = new Proxy({ uri } as Libvirt, {
            get: (_, name) => {
                if (name === "uri") return uri;
                return () => {
                    asked += 1;
                    return Promise.reject(new LibvirtError("virConnectOpenAuth", 38, 7, "nobody is there", uri));
                };
            },
        });
        const { hooks, warnings } = hooksOf(teamedNic, () => silent);
        const pair = { uri, name: "a", domain: "web", mac: "52:54:00:aa:bb:01" };
        const { failures } = await hooks.check(
            {},
            { ...pair, persistent: { network: "lan" }, transient: { network: "vfs" } },
        );
        assert.deepEqual(
            { failures, warnings, asked },
            {
                failures: [],
                warnings: [
                    "a on web: the provider could not check the host: virConnectOpenAuth on test:///a: libvirt error [38/7] nobody is there",
                ],
                asked: 1,
            },
        );
    });
});
