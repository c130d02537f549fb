import { hostdev } from "../model/hostdev";
import { nic as table, type Nic } from "../model/interface";
import { judge, teamRules, type Failure, type Half, type Team } from "../rules";
import { xmlPath, type Fields, type Table, type XmlNode } from "../xml";
import { shaped, type Shaped } from "./shape";

/** A half of a team, as a document has it. */
export interface HalfElement {
    /** Where it stands. */
    readonly path: string;
    readonly shape: Omit<Shaped<Nic>, "model"> & { readonly model: Loose };
    readonly table: Table<Fields>;
}

/** Types of interface whose sources are described; of others, what they are connected to is not judged. */
const KNOWN_TYPES: readonly unknown[] = ["network", "bridge", "direct", "hostdev", undefined];
const SOURCES = ["type", "network", "bridge", "direct", "address"] as const;
/** What a plain `<hostdev>` does not say: its MAC is set outside libvirt. */
const UNSAID = ["mac", "model"] as const;
/** What libvirt calls the tap or macvtap of a running interface. */
const GENERATED = /^(vnet|macvtap|macvlan)\d+$/;

/** An element with `<teaming>`, as a half. Of a running guest it shows what became of what was defined. */
export function halfOf(node: XmlNode, path: string, runs: boolean): HalfElement {
    if (node.name === "hostdev") {
        const { model, blocked, ...rest } = shaped(hostdev, node, path);
        const nic: Loose = { ...model, type: "hostdev" };
        return { path, table: hostdev, shape: { ...rest, model: nic, blocked: [...blocked, ...UNSAID] } };
    }
    const shape = shaped(table, node, path);
    const model = runs ? asDefined(shape.model) : shape.model;
    const foreign = KNOWN_TYPES.includes(model.type) ? [] : SOURCES;
    return { path, table, shape: { ...shape, model, blocked: [...shape.blocked, ...foreign] } };
}

/** An interface of which not all is there, or known. */
type Loose = { readonly [K in keyof Nic]?: Nic[K] | undefined };

const asDefined = (nic: Loose): Loose => ({
    ...nic,
    ...(nic.network !== undefined && { type: "network", bridge: undefined, direct: undefined, mode: undefined }),
    ...(GENERATED.test(nic.target ?? "") && { target: undefined }),
});

/** The half that would go with a lone one. */
const COMPLEMENT: Readonly<Record<Half, (nic: Loose) => Loose>> = {
    persistent: ({ mac, persistent }) => ({
        type: "network",
        network: "its-network",
        mac,
        model: "virtio",
        teaming: "persistent",
        alias: persistent,
    }),
    transient: ({ mac, alias }) => ({
        type: "network",
        network: "its-pool",
        mac,
        model: "virtio",
        teaming: "transient",
        persistent: alias,
    }),
};

/** What is wrong with two halves, or with one whose other half is elsewhere. What is wrong between two is said once. */
export function judgeHalves(halves: { readonly [K in Half]?: HalfElement }): readonly Failure[] {
    const { persistent, transient } = halves;
    const team = {
        persistent: defined(persistent?.shape.model ?? COMPLEMENT.persistent(transient?.shape.model ?? {})),
        transient: defined(transient?.shape.model ?? COMPLEMENT.transient(persistent?.shape.model ?? {})),
    } as Team;
    const blocked = (["persistent", "transient"] as const).flatMap((half) =>
        (halves[half]?.shape.blocked ?? []).map((key) => `${half}.${key}`),
    );
    return judge(teamRules, team, blocked).flatMap((failure) => {
        const [, half = "", rest = ""] = /^(persistent|transient)\.?(.*)$/.exec(failure.property) ?? [];
        const element = halves[half as Half];
        if (!element) return [];
        const below = xmlPath(element.table, rest);
        return [{ ...failure, property: below === "" ? element.path : `${element.path}/${below}` }];
    });
}

const defined = (nic: Loose): Loose =>
    Object.fromEntries(Object.entries(nic).filter(([, value]) => value !== undefined));
