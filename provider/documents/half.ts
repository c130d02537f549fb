import { hostdev } from "../model/hostdev";
import { nic as table, type Nic } from "../model/interface";
import { HALVES, isGenerated, judge, ruleSets, teamRules, type Failure, type Half, type Team } from "../rules";
import { defined, xmlPath, type Fields, type Table, type XmlNode } from "../xml";
import { misspeltInHalf, namesInHalf } from "./meant";
import type { Subject } from "./judgement";
import { shaped, type Shaped } from "./shape";

/** A half of a team, as a document has it. */
export interface HalfElement {
    /** Its place. */
    readonly path: string;
    readonly node: XmlNode;
    readonly shape: Shaped<Nic>;
    readonly table: Table<Fields>;
}

/** Types of interface whose sources are described; of others, what they are connected to is not judged. */
const KNOWN_TYPES: readonly unknown[] = ["network", "bridge", "direct", "hostdev", undefined];
const SOURCES = ["type", "network", "bridge", "direct", "address"] as const;
/** Fields that a plain `<hostdev>` does not have: its MAC is set outside libvirt. */
const UNSAID = ["mac", "model"] as const;

/** Returns an element with `<teaming>` as a half, with what its text has wrong. */
export function halfOf(node: XmlNode, path: string, runs: boolean): HalfElement {
    const half = fittedHalf(node, path, runs);
    const text = judge(ruleSets.text.rules, { misspelt: misspeltInHalf(node, path), names: namesInHalf(node, path) });
    return { ...half, shape: { ...half.shape, failures: [...half.shape.failures, ...text] } };
}

/** An element with `<teaming>`, as a half. Of a running guest it shows what became of what was defined. */
function fittedHalf(node: XmlNode, path: string, runs: boolean): HalfElement {
    if (node.name === "hostdev") {
        const { model, blocked, ...rest } = shaped(hostdev, node, path);
        const nic: Partial<Nic> = { ...model, type: "hostdev" };
        return { path, node, table: hostdev, shape: { ...rest, model: nic, blocked: [...blocked, ...UNSAID] } };
    }
    const shape = shaped(table, node, path);
    const model = runs ? asDefined(shape.model) : shape.model;
    const foreign = KNOWN_TYPES.includes(model.type) ? [] : SOURCES;
    return { path, node, table, shape: { ...shape, model, blocked: [...shape.blocked, ...foreign] } };
}

/** Returns a running half in the terms of its definition, without what libvirt made up. */
function asDefined(nic: Partial<Nic>): Partial<Nic> {
    const isOnNetwork = nic.network !== undefined;
    const hasOwnTarget = !isGenerated(nic.target ?? "");
    // libvirt makes up the alias of a VF half that was defined without one
    const hasOwnAlias = nic.teaming !== "transient" || nic.alias?.startsWith("ua-") !== false;
    return defined({
        ...nic,
        type: isOnNetwork ? "network" : nic.type,
        bridge: isOnNetwork ? undefined : nic.bridge,
        direct: isOnNetwork ? undefined : nic.direct,
        mode: isOnNetwork ? undefined : nic.mode,
        target: hasOwnTarget ? nic.target : undefined,
        alias: hasOwnAlias ? nic.alias : undefined,
    });
}

/** Makes up the half that would go with a lone one. */
const COMPLEMENT: Readonly<Record<Half, (nic: Partial<Nic>) => Partial<Nic>>> = {
    persistent: ({ mac, persistent }) =>
        defined({
            type: "network",
            network: "its-network",
            mac,
            model: "virtio",
            teaming: "persistent",
            alias: persistent,
        }),
    transient: ({ mac, alias }) =>
        defined({
            type: "network",
            network: "its-pool",
            mac,
            model: "virtio",
            teaming: "transient",
            persistent: alias,
        }),
};

/** A team, or the half of it that a document has. */
export type Halves = { readonly [K in Half]?: HalfElement };

/**
 * Returns the findings about two halves, or about one whose other half is elsewhere. A finding about both is said once.
 *
 * @param elsewhere where a property of the half that is not there stands in the other one
 */
export function judgeHalves(halves: Halves, elsewhere: Readonly<Record<string, string>> = {}): readonly Failure[] {
    const { persistent, transient } = halves;
    const team = {
        persistent: persistent?.shape.model ?? COMPLEMENT.persistent(transient?.shape.model ?? {}),
        transient: transient?.shape.model ?? COMPLEMENT.transient(persistent?.shape.model ?? {}),
    } as Team;
    const blocked = HALVES.flatMap((half) => (halves[half]?.shape.blocked ?? []).map((key) => `${half}.${key}`));
    const failures: Failure[] = [];
    for (const failure of judge(teamRules, team, blocked)) {
        const property = pathIn(halves, failure.property) ?? pathIn(halves, elsewhere[failure.property] ?? "");
        // what is wrong with the other half is for its own document
        if (property !== undefined) failures.push({ ...failure, property });
    }
    return failures;
}

/** A team as a host can be asked about it. `around` stands for what is in neither half. */
export const subjectOf = (halves: Halves, around: string, domain?: string): Subject =>
    defined({
        domain,
        persistent: halves.persistent?.shape.model,
        transient: halves.transient?.shape.model,
        pathOf: (property: string) =>
            pathIn(halves, property === "mac" ? `${halves.transient ? "transient" : "persistent"}.mac` : property) ??
            around,
    });

/** Returns the place of a pair's property; undefined if that half is missing. */
function pathIn(halves: Halves, property: string): string | undefined {
    const [, half = "", rest = ""] = /^(persistent|transient)\.?(.*)$/.exec(property) ?? [];
    const element = halves[half as Half];
    if (!element) return undefined;
    const below = xmlPath(element.table, rest);
    return below === "" ? element.path : `${element.path}/${below}`;
}
