import { differing, halvesOf, ROLES, type Device, type Halves, type Program, type Role } from "./pair";

/** What a preview shows of a pair. */
export type Shown =
    /** The program declares none, and the state has none. */
    | { readonly is: "nothing" }
    | { readonly is: "deleted" }
    | { readonly is: "refused"; readonly rules: readonly string[] }
    | { readonly is: "created"; readonly takesOver: readonly string[] }
    | { readonly is: "replaced" }
    | { readonly is: "unchanged" }
    | { readonly is: "updated"; readonly paths: readonly string[] };

/** What Pulumi's state holds. */
interface Known {
    readonly program: Program;
    readonly halves: Halves;
    /** Whether a refresh found the running guest otherwise than the definition. */
    readonly runsOtherwise?: boolean;
}

/** The one interface of the guest that nobody touches. */
export const OWN: Device = { alias: "ua-other", mac: "52:54:00:ff:ff:ff" };

/**
 * What ought to be, by the words of the README alone. A half is known by its alias, and where somebody changed that, by its
 * MAC and its role together. An up makes of what it knows what the program says, and of nothing else.
 */
export class Model {
    /** What the program says; undefined where it declares no pair. */
    program: Program | undefined;
    known: Known | undefined;
    definition: readonly Device[] = [OWN];
    /** Undefined while the guest is shut off. */
    live: readonly Device[] | undefined;

    get #layers(): readonly (readonly Device[])[] {
        return this.live ? [this.definition, this.live] : [this.definition];
    }

    /** What a preview of a program has to show. */
    expected(program: Program | undefined): Shown {
        const { known } = this;
        if (!program) return { is: known ? "deleted" : "nothing" };
        const desired = halvesOf(program);
        const changes = known ? changesOf(known, program) : [];
        const rules = !known || changes.length > 0 ? this.#refusals(program) : [];
        if (rules.length > 0) return { is: "refused", rules };
        if (!known) {
            const found = find(this.definition, desired);
            return { is: "created", takesOver: ROLES.flatMap((role) => found[role]?.alias ?? []) };
        }
        if (this.#layers.every((layer) => isNone(find(layer, known.halves)))) return { is: "replaced" };
        if (changes.length > 0) return { is: "updated", paths: changes };
        const drift = differing(find(this.definition, known.halves), desired);
        const paths = [...drift, ...(this.#runsOtherwise(known.halves, desired) ? ["running"] : [])];
        return paths.length === 0 ? { is: "unchanged" } : { is: "updated", paths };
    }

    /** An up that is carried out. */
    up(program: Program | undefined): void {
        const shown = this.expected(program);
        const known = this.known?.halves ?? {};
        const desired = program && halvesOf(program);
        if (shown.is === "unchanged") return;
        this.definition = withHalves(this.definition, known, desired);
        this.live &&= withHalves(this.live, known, desired && running(desired));
        this.known = program && desired && { program, halves: desired };
    }

    /** Pulumi reads the host into its state. */
    refresh(): void {
        if (!this.known) return;
        const { program, halves: known } = this.known;
        const halves = find(this.definition, known);
        if (this.#layers.every((layer) => isNone(find(layer, known)))) this.known = undefined;
        else this.known = { program, halves, runsOtherwise: this.#runsOtherwise(known, known) };
    }

    /** The same host to a new resource, of which the state has nothing. */
    asAnother(): Model {
        const other = new Model();
        other.definition = this.definition;
        return other;
    }

    /** Another resource has been made, and takes the place of this one, whose deletion leaves what the other is. */
    replaceBy({ definition, known }: Model): void {
        const before = Object.values(find(this.definition, this.known?.halves ?? {}));
        this.definition = definition.filter((one) => !before.includes(one));
        this.known = known;
    }

    start(): void {
        this.live = this.definition.map(runningDevice);
    }

    /** Somebody changes the definition, or what runs. */
    edit(layer: "definition" | "live", change: (devices: readonly Device[]) => readonly Device[]): void {
        const devices = this[layer];
        if (devices) this[layer] = change(devices);
    }

    /** The halves that the definition has, as the state knows them, else as the program does. */
    found(layer: "definition" | "live"): Halves {
        return find(this[layer] ?? [], this.known?.halves ?? {}, this.program ? halvesOf(this.program) : {});
    }

    #runsOtherwise(known: Halves, desired: Halves): boolean {
        if (!this.live) return false;
        const wanted = running(desired);
        const actual = find(this.live, known);
        return ROLES.some(
            (role) => wanted[role] && differing({ [role]: actual[role] }, { [role]: wanted[role] }).length > 0,
        );
    }

    /** Why the program cannot have what it says, by the ids of the rules. */
    #refusals(program: Program): readonly string[] {
        const desired = halvesOf(program);
        const known = this.known?.halves;
        const ours = this.#layers.flatMap((layer) => {
            const halves = find(layer, known ?? desired);
            return ROLES.flatMap((role) => {
                const half = halves[role];
                const isOurs = known ?? (program.adopt || isSame(half, desired[role]));
                return half && isOurs ? [half] : [];
            });
        });
        const others = this.#layers.flat().filter((device) => !ours.includes(device));
        const aliases = ROLES.map((role) => desired[role].alias);
        const before = ROLES.map((role) => known?.[role]?.alias);
        const hasAlias = this.definition.some((device) => others.includes(device) && aliases.includes(device.alias));
        const hasMac = others.some(
            ({ mac, role, alias }) =>
                mac === program.mac && role === undefined && ![...aliases, ...before].includes(alias),
        );
        const rules = [...(hasAlias ? ["alias-is-free"] : []), ...(hasMac ? ["mac-is-free"] : [])];
        const isForeign = this.#layers.some((layer) => {
            const halves = find(layer, desired);
            return ROLES.some((role) => halves[role] && !isSame(halves[role], desired[role]));
        });
        // asked of what the rules have nothing against
        return rules.length === 0 && !known && isForeign && !program.adopt ? ["pair-exists"] : rules;
    }
}

/** The arguments in which the state and the program differ. */
function changesOf({ program: before, halves, runsOtherwise }: Known, program: Program): readonly string[] {
    const own = (["name", "mac", "adopt"] as const).filter((key) => before[key] !== program[key]);
    return [...own, ...differing(halves, halvesOf(program)), ...(runsOtherwise ? ["running"] : [])];
}

/** Finds the halves among devices: what is known first counts first. */
function find(devices: readonly Device[], ...claims: readonly Halves[]): Halves {
    const found: { [R in Role]?: Device } = {};
    for (const claim of claims)
        for (const candidates of [byAlias, byMacAndRole])
            for (const role of ROLES) {
                const free = devices.filter((one) => !Object.values(found).includes(one));
                const [one, ...more] = claim[role] ? candidates(free, claim[role], role) : [];
                // a MAC and a role may be those of several, and then say nothing
                if (one && more.length === 0) found[role] ??= one;
            }
    return found;
}
const byAlias = (devices: readonly Device[], { alias }: Device): readonly Device[] =>
    devices.filter((one) => alias !== undefined && one.alias === alias);
const byMacAndRole = (devices: readonly Device[], { mac }: Device, role: Role): readonly Device[] =>
    devices.filter((one) => one.mac === mac && one.role === role);

/** The devices with the pair as it is desired in place of what is known of it; without it where none is desired. */
function withHalves(devices: readonly Device[], known: Halves, desired: Halves = {}): readonly Device[] {
    const found = Object.values(find(devices, known, desired));
    return [...devices.filter((one) => !found.includes(one)), ...Object.values(desired)];
}

const isNone = (halves: Halves): boolean => Object.keys(halves).length === 0;
const isSame = (one: Device | undefined, other: Device): boolean =>
    one !== undefined && one.alias === other.alias && one.mac === other.mac && one.role === other.role;

const runningDevice = (device: Device): Device =>
    device.role === "transient" ? { ...device, network: undefined } : device;
const running = ({ persistent, transient }: Halves): Halves => ({
    ...(persistent && { persistent }),
    ...(transient && { transient: runningDevice(transient) }),
});
