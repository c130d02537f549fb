import { ensureBuilt } from "./build.mjs";
import { ensureEverything } from "./install.mjs";
import { ensureDebianTree } from "./install/debianTree.mjs";
import { projectRoot } from "./install/places.mjs";
import { withPulumi } from "./install/pulumi.mjs";
import { main, run } from "./install/say.mjs";

/**
 * The inner processes and mounts end with the first of the processes, and that ends when
 * this one does.
 */
const apart = ["--pdeathsig", "KILL", "unshare", "--mount-proc", "--pid", "--fork", "--kill-child"];

// npm run lab: two emulated hosts with SR-IOV cards, and a guest that migrates between them. It takes --folder FOLDER.
await main(async () => {
    await ensureEverything();
    await ensureDebianTree();
    await ensureBuilt();
    const story = [process.execPath, "--enable-source-maps", "dist/lab/twoHosts/index.js", ...process.argv.slice(2)];
    return run("setpriv", [...apart, ...story], { cwd: projectRoot, env: withPulumi() });
});
