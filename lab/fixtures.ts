import { execFileSync } from "node:child_process";
import { existsSync, lstatSync, readdirSync, readFileSync } from "node:fs";
import { join } from "node:path";
import { cacheFolder, findCommand } from "./places";

/** Beginning of a document before its root. */
const PROLOG = /^\uFEFF?(?:\s|<\?[^]*?\?>|<!--[^]*?-->|<!DOCTYPE[^>]*>)*/;

/**
 * The paths of libvirt's own test fixtures: every network, and every domain with an interface, of all of its drivers;
 * what its tests put in and what they expect to come out, each file once. They are of the version that this machine has.
 * @param root for networks alone, or domains alone
 * @throws Error when they have not been fetched
 */
export function libvirtFixtures(root?: "network" | "domain"): readonly string[] {
    const folder = fixturesFolder();
    return readdirSync(folder, { recursive: true, encoding: "utf8" })
        .filter((name) => name.endsWith(".xml"))
        .map((name) => join(folder, name))
        .filter((file) => {
            // a link leads to a file that is among them
            if (!lstatSync(file).isFile()) return false;
            const text = readFileSync(file, "utf8");
            const [, found] = /^<(network|domain)(?=[\s/>])/.exec(text.replace(PROLOG, "")) ?? [];
            if (found === undefined || (root ?? found) !== found) return false;
            return found === "network" || /<interface[\s>]/.test(text);
        })
        .sort();
}

/** Folder where lab/install/fixtures.mjs puts them. */
function fixturesFolder(): string {
    const version = execFileSync(findCommand("virsh") ?? "virsh", ["--version"], { encoding: "utf8" }).trim();
    const folder = join(cacheFolder, `libvirt-tests-${version}`);
    if (!existsSync(folder)) throw new Error(`${folder} is missing: run npm test, which fetches libvirt's fixtures.`);
    return folder;
}
