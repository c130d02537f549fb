import { clean, compile, isBuilt } from "./build.mjs";
import { ensureEverything } from "./install.mjs";
import { ensureDebianTree } from "./install/debianTree.mjs";
import { projectRoot } from "./install/places.mjs";
import { withPulumi } from "./install/pulumi.mjs";
import { Failure, main, run, say } from "./install/say.mjs";

/**
 * What runs within has processes and mounts of its own, which are gone when its first process ends, and that ends when
 * this one does.
 */
const apart = ["--pdeathsig", "KILL", "unshare", "--mount-proc", "--pid", "--fork", "--kill-child"];

// npm run lab: two emulated hosts with SR-IOV cards, and a guest that migrates between them. It takes --folder FOLDER.
await main(async () => {
    await ensureEverything();
    await ensureDebianTree();
    if (!isBuilt()) {
        say("Compiling (about 10 s)");
        clean();
        const [program, ...args] = compile;
        if ((await run(program, args, { cwd: projectRoot })) !== 0) throw new Failure("The project does not compile.");
    }
    const story = [process.execPath, "--enable-source-maps", "dist/lab/twoHosts/index.js", ...process.argv.slice(2)];
    return run("setpriv", [...apart, ...story], { cwd: projectRoot, env: withPulumi() });
});
