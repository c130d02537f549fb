import { spawnSync } from "node:child_process";
import { ensureBuilt } from "./build.mjs";
import { ensurePackages, ensureSystem } from "./install.mjs";
import { ensureFixtures } from "./install/fixtures.mjs";
import { Failure, main, say } from "./install/say.mjs";
import { ensureTestTools } from "./install/system.mjs";
import { runTests } from "./matrix/run.mjs";
import { ensureTree } from "./matrix/tree.mjs";
import { versions } from "./matrix/versions.mjs";

// npm run matrix: the daemon tests against each libvirt, or against those that are named. It takes --quick.
await main(async () => {
    const args = process.argv.slice(2);
    const isQuick = args.includes("--quick");
    const wanted = chosen(args.filter((arg) => arg !== "--quick"));
    await ensurePackages();
    await ensureSystem();
    await ensureTestTools();
    await ensureFixtures();
    // all that is to be downloaded comes first, so that nobody waits for tests in vain
    const trees = [];
    for (const one of wanted) trees.push(await treeOf(one));
    await ensureBuilt();

    const lines = [];
    const total = { passed: 0, failed: 0, missing: 0 };
    for (const [index, { version, quick, files, reason: why }] of wanted.entries()) {
        const { tree, reason } = trees[index];
        if (reason) {
            total.missing++;
            lines.push(`libvirt ${version}: ${reason}`);
            continue;
        }
        say(`libvirt ${version}: ${why ?? "tests"}`);
        const { passed, failed, time } = await runTests(version, tree, isQuick ? quick : files);
        total.passed += passed;
        total.failed += failed;
        lines.push(`libvirt ${version}: ${passed} passed, ${failed} failed in ${time}`);
        say(lines.at(-1));
    }
    const rest = total.missing > 0 ? `, ${total.missing} of ${wanted.length} versions not run` : "";
    console.log(["", ...lines, `${total.passed} passed, ${total.failed} failed${rest}`].join("\n"));
    return total.failed + total.missing > 0 ? 1 : 0;
});

function chosen(names) {
    if (names.length === 0) return versions;
    return names.map((name) => {
        const found = versions.find(({ version }) => version === name);
        if (found) return found;
        throw new Failure(
            `There is no version "${name}": ${versions.map(({ version }) => version).join(", ")}, and --quick.`,
        );
    });
}

/** The machine's own libvirtd where it has that version, else a tree; or the reason why there is none. */
async function treeOf(one) {
    const { stdout } = spawnSync("libvirtd", ["--version"], {
        encoding: "utf8",
        env: { ...process.env, PATH: `${process.env.PATH}:/usr/sbin:/sbin` },
    });
    if (stdout?.includes(` ${one.version}.`)) return {};
    try {
        return { tree: await ensureTree(one) };
    } catch (error) {
        if (!(error instanceof Failure)) throw error;
        console.error(error.details);
        return { reason: error.message };
    }
}
