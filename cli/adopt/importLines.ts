/** Returns the imports of a program that uses these classes, and Pulumi's own package where it reads a secret. */
export function importLines(types: readonly string[], isSecret: boolean): string {
    const classes = [...types].sort().join(", ");
    const ofClasses =
        classes === "" ? "export {};" : ["import {", classes, '} from "pulumi-libvirt-teaming";'].join(" ");
    return isSecret ? ['import * as pulumi from "@pulumi/pulumi";', ofClasses].join("\n") : ofClasses;
}
