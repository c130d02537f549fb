import { ensurePackages } from "./install/packages.mjs";
import { ensurePulumi } from "./install/pulumi.mjs";
import { Failure } from "./install/say.mjs";
import { ensureSystem } from "./install/system.mjs";

export { ensurePackages, ensurePulumi, ensureSystem };

/** Everything that a bare machine lacks. Silent where nothing is missing. */
export async function ensureEverything() {
    if (Number.parseInt(process.versions.node, 10) < 20) {
        throw new Failure(`node ${process.versions.node} is too old. Install node 20 or later.`);
    }
    await ensurePackages();
    await ensureSystem();
    await ensurePulumi();
}
