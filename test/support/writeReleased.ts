import { readFileSync } from "node:fs";
import { join } from "node:path";
import { projectRoot } from "../../lab/places";
import { writeReleased } from "./releasedState";

// node dist/test/support/writeReleased.js: a step of docs/releasing.md
const { version } = JSON.parse(readFileSync(join(projectRoot, "package.json"), "utf8")) as { readonly version: string };
writeReleased(version).catch((error: unknown) => {
    console.error(error);
    process.exitCode = 1;
});
