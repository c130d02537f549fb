import assert from "node:assert/strict";
import { readFileSync } from "node:fs";
import { join } from "node:path";
import { dependencies, licencesDocument } from "../../docs/licences";
import { projectRoot } from "../../lab/places";

/** Licences that ask no more of a user than Apache-2.0 does, but for a notice. */
const ACCEPTED: readonly string[] = ["MIT", "ISC", "BSD-2-Clause", "BSD-3-Clause", "Apache-2.0", "Python-2.0"];

describe("the packages that an installation brings along", () => {
    it("stand in docs/licences.md as package-lock.json has them", () => {
        assert.ok(
            readFileSync(join(projectRoot, "docs/licences.md"), "utf8") === licencesDocument(),
            "docs/licences.md is stale: npm run docs",
        );
    });

    it("have a licence that goes with Apache-2.0", () => {
        const others = dependencies().filter(({ licence }) => !ACCEPTED.includes(licence));
        assert.deepEqual(others, []);
    });

    it("are at least those that package.json names", () => {
        const names = new Set(dependencies().map(({ name }) => name));
        const { dependencies: named } = JSON.parse(readFileSync(join(projectRoot, "package.json"), "utf8")) as {
            readonly dependencies: Readonly<Record<string, string>>;
        };
        assert.deepEqual(
            Object.keys(named).filter((name) => !names.has(name)),
            [],
        );
    });
});
