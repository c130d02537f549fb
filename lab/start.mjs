import { ensureBuilt } from "./build.mjs";
import { ensureEverything } from "./install.mjs";
import { projectRoot } from "./install/places.mjs";
import { withPulumi } from "./install/pulumi.mjs";
import { main, run } from "./install/say.mjs";

// npm start: shows what this project does, on a machine of its own making. Arguments go to the demonstration.
await main(async () => {
    await ensureEverything();
    await ensureBuilt();
    return run(process.execPath, ["--enable-source-maps", "dist/lab/demo.js", ...process.argv.slice(2)], {
        cwd: projectRoot,
        env: withPulumi(),
    });
});
