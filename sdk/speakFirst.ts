import * as pulumi from "@pulumi/pulumi";
import { createRequire } from "node:module";

/**
 * Speaks of options that Pulumi takes and does not carry out for a dynamic resource. It would fail with an error of its own
 * later, or say nothing.
 *
 * @param instead what stands in for `customTimeouts`
 * @throws RunError for `import`
 */
export function speakOfOptions(
    name: string,
    { import: id, customTimeouts, deletedWith }: pulumi.CustomResourceOptions,
    instead: string,
): void {
    if (id !== undefined)
        throw new pulumi.RunError(
            `${name}: the option import does not work, because Pulumi imports no dynamic resource. Set the argument adopt to true instead: up then takes over the existing object.`,
        );
    if (customTimeouts !== undefined)
        void pulumi.log.warn(
            `${name}: the option customTimeouts has no effect, because Pulumi does not pass it to dynamic providers. ${instead}`,
        );
    if (deletedWith !== undefined && isOfThisPackage(deletedWith))
        void pulumi.log.warn(
            `${name}: the option deletedWith names another resource of this package. libvirt does not delete ${name} with it, and Pulumi then leaves ${name} on the host. Remove the option.`,
        );
}

/** Whether it is a network, a pair or a `VfPool`. */
const isOfThisPackage = (resource: pulumi.Resource): boolean =>
    "__pulumiType" in resource &&
    /^(pulumi-nodejs:dynamic\/libvirt|libvirt:teaming):/.test(String(resource.__pulumiType));

const HOOKS = "pulumi-libvirt-teaming/provider";
const found = new Set<string>();

/**
 * Pulumi's provider process looks for the hooks from the program's folder, and so does this.
 *
 * @throws RunError where they are missing there
 */
export function assertHooksIn(folder: string): void {
    if (found.has(folder)) return;
    try {
        createRequire(`${folder}/`).resolve(HOOKS);
    } catch {
        throw new pulumi.RunError(
            `pulumi-libvirt-teaming is missing in the program's folder, ${folder}. Pulumi loads its provider from that folder, also if another package or a bundle uses it. Install it: npm install pulumi-libvirt-teaming (or pnpm add, yarn add).`,
        );
    }
    found.add(folder);
}

/** Whether Pulumi's CLI runs the program. Then its provider process has the program's folder. Source: sdk/nodejs/cmd/run */
export const isRunByCli = (script = process.argv[1]): boolean =>
    script !== undefined && /@pulumi[\\/]pulumi[\\/]cmd[\\/]run[\\/]/.test(script);
