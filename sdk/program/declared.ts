import { FILLED_IN } from "../../provider/lifecycle/filledIn";
import { mac } from "../../provider/model/mac";
import { asPciText } from "../../provider/model/pciAddress";
import { withTeamedNicDefaults } from "../../provider/teamedNic/args";
import type { DeclaredPair, DeclaredPool, Program } from "../../provider/rules";
import { inside, type Seen } from "./seen";

/** The inputs of a resource, each of which may be an output. */
type Inputs = Readonly<Record<string, unknown>>;

/** How the rules of a program see one kind of resource. */
interface Declaring<T> {
    readonly among: keyof Program;
    /** Values that the rules read. */
    looksAt(inputs: Inputs): Inputs;
    /** undefined while too little of it is known, or has the wrong shape, as the provider says. */
    declared(resource: string, seen: Seen): T | undefined;
}

const pool: Declaring<DeclaredPool> = {
    among: "pools",
    looksAt: ({ uri, name, pf, addresses }) => ({ uri, name, pf, addresses }),
    declared(resource, { values }) {
        const uri = textOf(values["uri"]);
        const name = textOf(values["name"]);
        if (uri === undefined || name === undefined) return undefined;
        const addresses = textsOf(values["addresses"])?.map(asAddress);
        return { resource, uri, name, pf: textOf(values["pf"]), addresses };
    },
};

const pair: Declaring<DeclaredPair> = {
    among: "pairs",
    looksAt: ({ uri, name, domain, mac, persistent, transient, migratesTo, [FILLED_IN]: filledIn }) => ({
        uri,
        filledIn,
        name,
        domain,
        mac,
        migratesTo,
        pool: inside(transient, "network"),
        address: inside(transient, "address"),
        persistent: inside(persistent, "alias"),
        transient: inside(transient, "alias"),
    }),
    declared(resource, { values, unknown }) {
        const uri = textOf(values["uri"]);
        const domain = textOf(values["domain"]);
        const address = textOf(values["address"]);
        const ownMac = textOf(values["mac"]);
        if (uri === undefined || domain === undefined || ownMac === undefined) return undefined;
        return {
            resource,
            uri,
            domain,
            mac: mac.format(ownMac),
            isMacDerived: textsOf(values["filledIn"])?.includes("mac") ?? false,
            aliases: aliasesOf(values, unknown),
            pool: textOf(values["pool"]),
            address: address === undefined ? undefined : asAddress(address),
            migratesTo: textsOf(values["migratesTo"]) ?? [],
        };
    },
};

/** By the name that the resource has in Pulumi. */
export const declaring = { HostdevNetwork: pool, TeamedNic: pair } as const;

/** The aliases that are known: those that the program gives, and those that follow from the name. */
function aliasesOf(values: Inputs, unknown: ReadonlySet<string>): readonly string[] {
    const said = (half: string): Inputs => (values[half] === undefined ? {} : { alias: values[half] });
    const name = textOf(values["name"]);
    const full = withTeamedNicDefaults(
        { name, persistent: said("persistent"), transient: said("transient") },
        (value) => value === undefined,
    );
    return ["persistent", "transient"].flatMap((half) => {
        const alias = unknown.has(half) ? undefined : textOf(inside(full[half], "alias"));
        return alias === undefined ? [] : [alias];
    });
}

/** Forms that a text may have in an output. */
export const formsOf = (text: string): readonly string[] => [text, mac.format(text), asAddress(text)];

const textOf = (value: unknown): string | undefined => (typeof value === "string" ? value : undefined);
const textsOf = (value: unknown): readonly string[] | undefined =>
    Array.isArray(value) ? value.filter((one) => typeof one === "string") : undefined;

/** As libvirt prints it; what is no address is left as it is. */
function asAddress(written: string): string {
    const address = asPciText.expand(written);
    return address === undefined ? written : asPciText.shorten(address);
}
