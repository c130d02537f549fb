import * as pulumi from "@pulumi/pulumi";
import assert from "node:assert/strict";
import { declaring } from "../../../sdk/program/declared";
import { see } from "../../../sdk/program/seen";

describe("what is seen of a program", () => {
    it("is at once what is plain, and the rest when it is there", async () => {
        const { seen, rest } = see({
            plain: [1],
            output: pulumi.output("a"),
            inside: [pulumi.output("b"), "c"],
            secret: pulumi.secret({ d: ["e"] }),
        });
        const plain = [1];
        assert.deepEqual([seen.values, [...seen.unknown]], [{ plain }, ["output", "inside", "secret"]]);
        await rest;
        assert.deepEqual(
            [seen.values, [...seen.unknown], seen.secrets],
            [{ plain, output: "a", inside: ["b", "c"], secret: { d: ["e"] } }, [], ["e"]],
        );
        assert.equal("rest" in see({ plain }), false);
    });

    it("has no alias that is not known yet, and not the one that a program would have that gives none", () => {
        const values = { uri: "test:///a", domain: "web", name: "a", mac: "52:54:00:aa:bb:01" };
        const aliases = (...unknown: readonly string[]) =>
            declaring.TeamedNic.declared("r", { values, unknown: new Set(unknown), secrets: [] })?.aliases;
        assert.deepEqual(aliases(), ["ua-a", "ua-a-vf"]);
        assert.deepEqual(aliases("persistent"), ["ua-a-vf"]);
    });
});
