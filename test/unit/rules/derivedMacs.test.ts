import assert from "node:assert/strict";
import { judge, ruleSets } from "../../../provider/rules";
import { declaring } from "../../../sdk/program/declared";

/** The fixes for two pairs of one guest name on two hosts, with what the class filled in for each. */
function fixes(...filledIn: readonly (readonly string[])[]): readonly (readonly [string, string])[] {
    const pairs = filledIn.flatMap((filled, i) => {
        const values = {
            uri: `test:///${i}`,
            domain: "web1",
            name: "net0",
            mac: "52:54:00:aa:bb:01",
            filledIn: filled,
        };
        return declaring.TeamedNic.declared(`net0 of ${i}`, { values, unknown: new Set(), secrets: [] }) ?? [];
    });
    return judge(ruleSets.program.rules, { pools: [], pairs }).map(({ property, fix }) => [property, fix]);
}

describe("one guest name on two hosts of a program", () => {
    const derived =
        "The provider derives a MAC from project, stack, domain and name, not from the host. Change one of the two names, or set a MAC.";
    const given = "Set another MAC on one of the two, or leave it out: the provider then derives one.";

    it("is told from what its MAC is derived, and not to leave out what was left out", () => {
        assert.deepEqual(fixes(["name", "mac"], ["name", "mac"]), [["net0 of 1.mac", derived]]);
    });
    it("is told to leave out a MAC that it gives", () => {
        assert.deepEqual(fixes(["mac"], ["name"]), [["net0 of 1.mac", given]]);
        assert.deepEqual(fixes([], []), [["net0 of 1.mac", given]]);
    });
});
