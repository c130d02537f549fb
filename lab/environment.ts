import { join } from "node:path";
import { pathToFileURL } from "node:url";
import { projectRoot } from "./places";

/** Options of {@link pulumiEnvironment}. */
export interface PulumiFolders {
    /** For Pulumi's own files. */
    readonly home: string;
    /** For the state of stacks; it must exist. */
    readonly backend: string;
}

/**
 * The environment in which the Pulumi CLI works on this machine alone: state in a folder, no account, no downloads.
 * @throws Error when the CLI is not there yet
 */
export async function pulumiEnvironment(folders: PulumiFolders): Promise<NodeJS.ProcessEnv> {
    // the installer runs before anything can be compiled, and so is no TypeScript
    const file = pathToFileURL(join(projectRoot, "lab/install/pulumi.mjs")).href;
    const installer = (await import(file)) as { pulumiEnvironment(folders: PulumiFolders): NodeJS.ProcessEnv };
    return installer.pulumiEnvironment(folders);
}
