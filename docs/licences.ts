import { readFileSync } from "node:fs";
import { join } from "node:path";
import { projectRoot } from "../lab/places";

/** A package that is installed together with this one. */
export interface Dependency {
    readonly name: string;
    readonly version: string;
    /** SPDX expression. */
    readonly licence: string;
}

/** Reads the packages that an installation brings along, as the lock file has them. Builds of koffi for one platform are left out: koffi stands for them. */
export function dependencies(): readonly Dependency[] {
    const { packages } = JSON.parse(readFileSync(join(projectRoot, "package-lock.json"), "utf8")) as {
        readonly packages: Readonly<
            Record<
                string,
                {
                    readonly version?: string;
                    readonly license?: string;
                    readonly dev?: boolean;
                    readonly peer?: boolean;
                    readonly optional?: boolean;
                }
            >
        >;
    };
    return Object.entries(packages)
        .filter(
            ([path, { dev = false, peer = false, optional = false }]) =>
                path.startsWith("node_modules/") && !dev && !peer && !optional,
        )
        .map(([path, { version = "", license = "unknown" }]) => ({
            name: path.slice(path.lastIndexOf("node_modules/") + "node_modules/".length),
            version,
            licence: license,
        }))
        .sort((a, b) => a.name.localeCompare(b.name) || a.version.localeCompare(b.version));
}

/** Writes docs/licences.md. */
export const licencesDocument = (): string => `# Licences

pulumi-libvirt-teaming is licensed under Apache-2.0. An installation brings these packages along, as package-lock.json has them.
Pulumi's SDK is a peer dependency: your project installs it. libvirt's client library (LGPL-2.1-or-later) comes with the system,
and the provider loads it while it runs. \`npm run docs\` writes this page.

| package | version | licence |
|---|---|---|
${dependencies()
    .map(({ name, version, licence }) => `| ${name} | ${version} | ${licence} |`)
    .join("\n")}
`;
