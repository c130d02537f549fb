import ts from "typescript";
import type { Properties } from "../../provider/lifecycle/kind";

/** A resource that a program declares, with its arguments. */
export interface DeclaredResource {
    readonly kind: "HostdevNetwork" | "TeamedNic";
    readonly program: Properties;
}

/** Runs a program of `adopt` with classes that only note what they are given. */
export function declaredBy(program: string, config: Properties = {}): readonly DeclaredResource[] {
    const all: DeclaredResource[] = [];
    class Noted {
        readonly name: unknown;
        constructor(kind: DeclaredResource["kind"], resource: string, args: Properties) {
            this.name = args["name"] ?? resource;
            all.push({ kind, program: { ...args, name: this.name } });
        }
    }
    const modules: Properties = {
        "pulumi-libvirt-teaming": {
            HostdevNetwork: class extends Noted {
                constructor(resource: string, args: Properties) {
                    super("HostdevNetwork", resource, args);
                }
            },
            TeamedNic: class extends Noted {
                constructor(resource: string, args: Properties) {
                    super("TeamedNic", resource, args);
                }
            },
            VfPool: class {
                readonly network: unknown;
                constructor(resource: string, { hosts, ...common }: Properties) {
                    this.network = common["name"] ?? resource;
                    for (const host of Object.values(hosts as Readonly<Record<string, Properties>>))
                        new Noted("HostdevNetwork", resource, { ...common, ...host });
                }
            },
        },
        "@pulumi/pulumi": {
            Config: class {
                requireSecret = (key: string): unknown => config[key];
            },
        },
    };
    const { outputText } = ts.transpileModule(program, { compilerOptions: { module: ts.ModuleKind.CommonJS } });
    // eslint-disable-next-line @typescript-eslint/no-implied-eval, @typescript-eslint/no-unsafe-call -- what is under test is a program
    new Function("require", "exports", outputText)((name: string) => modules[name], {});
    return all;
}
