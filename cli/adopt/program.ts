import { isDeepStrictEqual } from "node:util";
import type { Properties } from "../../provider/lifecycle/kind";
import { hidePasswords, namesIn, passwordIn } from "../../provider/model/uri";
import { defined, groupedBy, visibleLine } from "../../provider/xml";
import type { ExistingPair, ExistingPool, Inventory } from "./existing";
import { importLines } from "./importLines";
import { Code, constant, literal } from "./literal";
import { Names } from "./names";

/** A resource of the program. */
interface Declaration {
    readonly variable: string;
    readonly type: "HostdevNetwork" | "VfPool" | "TeamedNic";
    readonly resource: string;
    readonly args: Properties;
    /** Why it is commented out. */
    readonly problems: readonly string[];
    /** What up changes of it. */
    readonly changes: readonly string[];
}

/** Where a pool is declared, for the pairs that use it. */
interface Declared {
    readonly pool: ExistingPool;
    readonly network: Code;
}

/** Writes the program that takes over what hosts have. */
export function programFor({ uris, pools, pairs }: Inventory): string {
    const names = new Names();
    const hosts = new Map(uris.map((uri) => [uri, names.variable(namesIn(uri)[0] ?? "host")]));
    const hostOf = (uri: string): Code => new Code(hosts.get(uri) ?? "host");
    const declared: Declared[] = [];
    const declarations = [
        ...poolGroups(pools).map((group) => {
            const declaration = poolDeclaration(group, names, hostOf);
            const network = new Code(`${declaration.variable}.${group.length > 1 ? "network" : "name"}`);
            if (declaration.problems.length === 0) declared.push(...group.map((pool) => ({ pool, network })));
            return declaration;
        }),
        ...pairs.map((pair) => pairDeclaration(pair, declared, names, hostOf)),
    ];
    const isSecret = uris.some((uri) => passwordIn(uri) !== undefined);
    const parts = [
        importLines(typesIn(declarations), isSecret),
        uris.flatMap((uri) => hostLines(uri, hosts.get(uri) ?? "host")).join("\n"),
        ...declarations.map((one) => textOf(one, uris)),
    ];
    return `${parts.join("\n\n")}\n`;
}

/** The same pool of several hosts is one group. One that up refuses stands alone. */
const poolGroups = (pools: readonly ExistingPool[]): readonly (readonly ExistingPool[])[] => [
    ...groupedBy(pools, ({ uri, name, problems }) =>
        JSON.stringify(problems.length === 0 ? name : [name, uri]),
    ).values(),
];

function poolDeclaration(group: readonly ExistingPool[], names: Names, hostOf: (uri: string) => Code): Declaration {
    const [first] = group as readonly [ExistingPool];
    const resource = names.resource(first.name);
    const name = resource === first.name ? undefined : first.name;
    const of = { variable: names.variable(first.name), resource, problems: first.problems, changes: [] };
    if (group.length === 1)
        return declaration(of, "HostdevNetwork", [
            ["uri", hostOf(first.uri)],
            ["name", name],
            ...Object.entries(first.args),
        ]);
    const isCommon = ([key, value]: readonly [string, unknown]): boolean =>
        key !== "pf" && key !== "addresses" && group.every(({ args }) => isDeepStrictEqual(args[key], value));
    const hosts = group.map(({ uri, args }): [string, Properties] => {
        const own = Object.entries(args).filter((entry) => !isCommon(entry));
        return [hostOf(uri).text, Object.fromEntries([["uri", hostOf(uri)], ...own])];
    });
    const common = Object.entries(first.args).filter(isCommon);
    return declaration(of, "VfPool", [["name", name], ["hosts", Object.fromEntries(hosts)], ...common]);
}

function pairDeclaration(
    { uri, guest, alias, args, migratesTo, problems, changes }: ExistingPair,
    pools: readonly Declared[],
    names: Names,
    hostOf: (uri: string) => Code,
): Declaration {
    const transient = args["transient"] as Properties | undefined;
    const used = pools.find(({ pool }) => pool.uri === uri && pool.name === transient?.["network"]);
    const half =
        used && transient
            ? Object.entries(transient).map(([key, value]) => [key, key === "network" ? used.network : value])
            : undefined;
    const resource = names.resource(...[guest, alias].filter((word) => word !== ""));
    const of = { variable: names.variable(guest, alias), resource, problems, changes };
    return declaration(of, "TeamedNic", [
        ["uri", hostOf(uri)],
        ["name", alias === "" ? undefined : alias],
        ...Object.entries(args).filter(([key]) => key !== "transient"),
        ["transient", half ? Object.fromEntries(half) : transient],
        ["migratesTo", migratesTo.length === 0 ? undefined : migratesTo.map(hostOf)],
    ]);
}

const declaration = (
    of: Omit<Declaration, "type" | "args">,
    type: Declaration["type"],
    args: readonly (readonly [string, unknown])[],
): Declaration => ({
    variable: of.variable,
    resource: of.resource,
    problems: of.problems,
    changes: of.changes,
    type,
    args: defined(Object.fromEntries([...args, ["adopt", true]])),
});

/** Passwords are hidden in sentences alone: code has none, and a password may be a word of it. */
function textOf({ variable, type, resource, args, problems, changes }: Declaration, uris: readonly string[]): string {
    const code = `const ${variable} = new ${type}(${literal(resource)}, ${literal(args)});`;
    const isRefused = problems.length > 0;
    const comments = isRefused ? problems : changes.map((change) => `up changes ${change}`);
    const lines = comments.map((text) => `// ${visibleLine(hidePasswords(text, uris))}`.trimEnd());
    return [...lines, ...code.split("\n").map((line) => (isRefused ? `// ${line}` : line))].join("\n");
}

/** Types of what is not commented out. */
const typesIn = (declarations: readonly Declaration[]): readonly string[] => [
    ...new Set(declarations.filter(({ problems }) => problems.length === 0).map(({ type }) => type)),
];

/** A URI with a password comes from the stack's config, which encrypts it. */
function hostLines(uri: string, variable: string): readonly string[] {
    if (passwordIn(uri) === undefined) return [constant(variable, uri)];
    return [
        `// pulumi config set --secret libvirt:${variable} URI`,
        `const ${variable} = new pulumi.Config("libvirt").requireSecret(${literal(variable)});`,
    ];
}
