/** Files of a Pulumi project around a program, by name. */
export const projectFiles = (program: string, version: string): Readonly<Record<string, string>> => ({
    "index.ts": program,
    "Pulumi.yaml": [
        "name: adopted-hosts",
        "description: Pools of VFs and teamed NICs that the hosts had already",
        "runtime: nodejs",
        "main: index.ts",
        "options:",
        "    refresh: always",
        "",
    ].join("\n"),
    "package.json": json({
        name: "adopted-hosts",
        private: true,
        dependencies: { "@pulumi/pulumi": "^3.216.0", "pulumi-libvirt-teaming": version },
        devDependencies: { "@types/node": "^20", typescript: "^5" },
    }),
    "tsconfig.json": json({
        compilerOptions: {
            target: "es2022",
            module: "node16",
            moduleResolution: "node16",
            strict: true,
            skipLibCheck: true,
        },
        files: ["index.ts"],
    }),
});

const json = (value: object): string => `${JSON.stringify(value, undefined, 4)}\n`;
