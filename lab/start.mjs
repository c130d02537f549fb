import { clean, compile, isBuilt } from "./build.mjs";
import { ensureEverything } from "./install.mjs";
import { projectRoot } from "./install/places.mjs";
import { withPulumi } from "./install/pulumi.mjs";
import { Failure, main, run, say } from "./install/say.mjs";

// npm start: shows what this project does, on a machine of its own making. Arguments go to the demonstration.
await main(async () => {
    await ensureEverything();
    if (!isBuilt()) {
        say("Compiling (about 10 s)");
        clean();
        const [program, ...args] = compile;
        if ((await run(program, args, { cwd: projectRoot })) !== 0) throw new Failure("The project does not compile.");
    }
    return run(process.execPath, ["--enable-source-maps", "dist/lab/demo.js", ...process.argv.slice(2)], {
        cwd: projectRoot,
        env: withPulumi(),
    });
});
