import * as pulumi from "@pulumi/pulumi";
import { hostdevNetworkFields } from "../provider/hostdevNetwork/args";
import { hidePasswords } from "../provider/model/uri";
import { argumentFailures, formatFinding } from "../provider/rules";
import type { Misfit } from "../provider/xml";
import { isObject, isPlain } from "./program/seen";

/** Arguments by name. Each may be an output. */
export type Given = Readonly<Record<string, unknown>>;

const KEY = /^[A-Za-z0-9][A-Za-z0-9._-]*$/;

const NAMES = Object.keys(hostdevNetworkFields);
const NAMES_OF_HOST = NAMES.filter((name) => name !== "name");
const NAMES_OF_POOL = ["hosts", ...NAMES.filter((name) => name !== "uri")];

/** Returns what no VfPool takes, beside its hosts. What each value may be, the provider judges at the pool of each host. */
export const misfitsOfPool = (args: Given): readonly Misfit[] => unknownIn(args, NAMES_OF_POOL, "");

/** Returns what is wrong with the hosts of a VfPool. */
export function misfitsOfHosts(hosts: unknown): readonly Misfit[] {
    if (hosts === undefined) return [misfit("missing-argument", "hosts", hosts, AN_ENTRY_EACH)];
    if (!isObject(hosts) || Object.keys(hosts).length === 0)
        return [misfit("argument-shape", "hosts", hosts, AN_ENTRY_EACH)];
    return Object.entries(hosts).flatMap(([key, host]) => misfitsOfHost(key, host));
}

function misfitsOfHost(key: string, host: unknown): readonly Misfit[] {
    if (!KEY.test(key)) return [misfit("argument-shape", `hosts[${JSON.stringify(key)}]`, key, A_KEY)];
    const path = `hosts.${key}`;
    if (!isObject(host)) return [misfit("argument-shape", path, host, A_HOST)];
    const withoutUri = misfit("missing-argument", `${path}.uri`, undefined, "the host's URI");
    return [...(host["uri"] === undefined ? [withoutUri] : []), ...unknownIn(host, NAMES_OF_HOST, `${path}.`)];
}

const AN_ENTRY_EACH = "an entry for each host that has the pool, such as { kvm1: { uri, pf } }";
const A_KEY = 'letters, digits, ".", "_" and "-" as the key of a host';
const A_HOST = "an object with uri, and pf or addresses";

const unknownIn = (given: Given, names: readonly string[], before: string): readonly Misfit[] =>
    Object.entries(given)
        .filter(([name, value]) => value !== undefined && !names.includes(name))
        .map(([name, value]) => misfit("unknown-argument", before + name, value, `one of ${names.join(", ")}`));

const misfit = (kind: Misfit["kind"], path: string, found: unknown, expected: string): Misfit => ({
    kind,
    path,
    found: isPlain(found) ? found : OUTPUT,
    expected,
});

/** Mark that a message has in place of a value that is unknown or may be secret. */
const OUTPUT = "[output]";

/** Returns the same with no value that a program may have got from a secret. */
export const withoutValues = (misfits: readonly Misfit[]): readonly Misfit[] =>
    misfits.map(({ kind, path, found, expected }) =>
        misfit(kind, path, found === undefined ? undefined : OUTPUT, expected),
    );

/**
 * Ends the program where something is wrong, with one message for all of it.
 *
 * @throws RunError, of which Pulumi shows the message alone
 */
export function refuse(resource: string, misfits: readonly Misfit[]): void {
    if (misfits.length === 0) return;
    const failures = argumentFailures(
        misfits.map(({ kind, path, found, expected }) => ({ kind, path: `${resource}.${path}`, found, expected })),
    );
    const error = new pulumi.RunError(hidePasswords(failures.map(formatFinding).join("\n")));
    error.stack = ""; // Pulumi prints none of it, and with it takes half a minute longer
    throw error;
}
