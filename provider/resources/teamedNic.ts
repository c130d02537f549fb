import { isGone } from "../libvirt/errors";
import type { Libvirt } from "../libvirt/libvirt";
import { nic, type Nic } from "../model/interface";
import { mac } from "../model/mac";
import { judge, optionRules, teamRules, typeOfSource, type Team } from "../rules";
import { argument, count, encode, node, oneOf, project, text, trueFalse, write, type FieldsOf } from "../xml";
import { apply } from "./apply";
import { differences, inSentence } from "./differences";
import { effects, replacement } from "./effects";
import { observeTeam, pluggedVf, towards, type Guest, type Team as TeamNow } from "./guest";
import { eachHalf, type Halves, type Known } from "./halves";
import type { Kind, Made, Properties } from "./kind";
import { plan, type Plan } from "./plan";
import { assertReady } from "./readiness";
import type { Vf } from "./running";
import { messageOf } from "./undo";

/** What a program may say of a teamed NIC. */
export interface TeamedNicArgs extends Team {
    /**
     * Where libvirt is, e.g. `qemu+ssh://root@kvm1/system`. A change replaces the pair.
     *
     * @default the stack's `libvirt:uri`, else the environment's LIBVIRT_DEFAULT_URI, else `qemu:///system`
     */
    readonly uri: string;
    /** What the pair is called in aliases and messages. A change renames the aliases that follow from it. @default the resource's name */
    readonly name: string;
    /** Name or UUID of the guest, which exists already. A change replaces the pair. */
    readonly domain: string;
    /**
     * MAC that both halves carry (NB2). A change attaches both halves anew.
     *
     * @default 52:54:00 and 24 bits of a hash over project, stack, domain and name: always the same
     */
    readonly mac: string;
    /**
     * The virtio half, which the guest always has. What it is connected to, link, filterref, bandwidth, isolated and vlan
     * change while the guest runs; for all else the half is replaced, which interrupts the guest.
     */
    readonly persistent: Nic;
    /** The VF half, which the guest loses while it migrates. For any change of it, the VF is plugged in anew. */
    readonly transient: Nic;
    /**
     * `live` changes the definition and the guest that runs; `next-boot` changes the definition alone: the guest that runs
     * is left as it is (also when the pair is destroyed), a preview says what is pending, and what somebody changed of it
     * while it runs is not looked for. Changing it by itself makes up for what is pending.
     *
     * @default "live"
     */
    readonly apply: "live" | "next-boot";
    /**
     * How long to wait for the guest to give a device back, in seconds (1-300). Changing it touches nothing on the host.
     *
     * @default 30
     * @throws when the guest still has the device then; all else is put back as it was.
     */
    readonly detachTimeout: number;
    /** Whether to take over interfaces that have the aliases already, instead of failing. @default false */
    readonly adopt: boolean;
}

export const teamedNicFields: FieldsOf<TeamedNicArgs> = {
    uri: argument(text),
    name: argument(text),
    domain: argument(text),
    mac: argument(mac),
    persistent: node("persistent", nic),
    transient: node("transient", nic),
    apply: argument(oneOf("live", "next-boot")),
    detachTimeout: argument(count),
    adopt: argument(trueFalse),
};

/** Both halves as they are attached where the guest had none. */
export const renderTeamedNic = ({ persistent, transient }: Pick<TeamedNicArgs, "persistent" | "transient">): string =>
    write(encode(nic, persistent)) + write(encode(nic, transient));

export const teamedNic: Kind<TeamedNicArgs> = {
    title: "teamed NIC",
    fields: teamedNicFields,
    judge(args, blocked) {
        const failures = [...judge(teamRules, args, blocked), ...judge(optionRules, args, blocked)];
        const halves: readonly (Nic | undefined)[] = [args.persistent, args.transient]; // one may be missing, as a finding says
        if (halves.some((half) => half?.mac !== args.mac)) return failures;
        // both halves have the MAC of the pair: what is wrong with it is wrong once, where the program says it
        const [own] = failures.filter(({ property }) => property.endsWith(".mac"));
        const others = failures.filter(({ property }) => !property.endsWith(".mac"));
        return own ? [{ ...own, property: "mac" }, ...others] : others;
    },
    replaceOn: ["uri", "domain"],

    withDefaults(said, isUnknown = () => false) {
        const { name } = said;
        const alias = (suffix = ""): unknown =>
            isUnknown(name) ? name : `ua-${String(name).replace(/[^A-Za-z0-9_-]/g, "-")}${suffix}`;
        const persistent = halfOf(said["persistent"], (given) => ({
            type: typeOfSource(given) ?? "network", // which source is meant, the rules ask
            mac: said["mac"],
            model: "virtio",
            teaming: "persistent",
            alias: alias(),
        }));
        const transient = halfOf(said["transient"], (given) => ({
            type: typeOfSource(given) ?? "network", // which source is meant, the rules ask
            mac: said["mac"],
            ...(given["address"] === undefined ? { model: "virtio" } : { managed: true }),
            teaming: "transient",
            persistent: isProperties(persistent) ? persistent["alias"] : alias(),
            alias: alias("-vf"),
        }));
        return {
            apply: "live",
            detachTimeout: 30,
            adopt: false,
            ...said,
            ...(persistent !== undefined && { persistent }),
            ...(transient !== undefined && { transient }),
        };
    },

    async foresee(libvirt, want, held) {
        const was = held?.args;
        const place = ({ uri, domain }: TeamedNicArgs): Properties => ({ uri, domain });
        const moved = differences(place(was ?? want), place(want)).map(inSentence);
        if (moved.length > 0) return named(want, [replacement(moved.join(", "))]);
        try {
            const uuid = held ? domainUuid(held.outputs) : (await libvirt.domain(want.domain)).uuid;
            const seen = await observeTeam(
                libvirt,
                uuid,
                vfIn(held?.outputs),
                want,
                was ?? {},
                runningAs(held?.outputs),
            );
            const team = await towards(libvirt, seen, want);
            return named(want, effects(plan(team, was ?? {}, want, want.apply), team.live !== undefined));
        } catch (error) {
            if (isGone(error)) return []; // a guest that is not there yet does not run
            throw error;
        }
    },

    async create(libvirt, want, begun) {
        const guest = await towards(libvirt, await guestThere(libvirt, want.domain, {}, want), want);
        const taken = [guest.config, guest.live ?? {}]
            .flatMap((halves) => Object.values(halves))
            .map(({ nic: { alias, mac } }) => `${alias ?? "without alias"} (${mac ?? "no MAC"})`);
        if (taken.length > 0 && !want.adopt) {
            throw new Error(
                `guest ${guest.name} on ${libvirt.uri} has ${[...new Set(taken)].join(" and ")} already. Set adopt to true to take over what is there, or choose another name, alias or mac.`,
            );
        }
        const id = `${guest.uuid}/${want.name}`;
        begun({ id, outputs: outputsOf(guest.uuid, want, guest) });
        const place = await bring(libvirt, guest, plan(guest, {}, want, want.apply), want, want);
        return { id, outputs: outputsOf(guest.uuid, want, place) } satisfies Made;
    },

    async observe(libvirt, _id, said, outputs) {
        const uuid = domainUuid(outputs);
        const team = await observeTeam(libvirt, uuid, vfIn(outputs), said, runningAs(outputs)).catch(
            (error: unknown): undefined => {
                if (!isGone(error)) throw error;
            },
        );
        if (!team || (isNone(team.config) && isNone(team.live ?? {}))) return undefined;
        const args = project(teamedNicFields, said, nicsOf(team.config)) as TeamedNicArgs;
        const { pending } = plan(team, said, said, "next-boot");
        const seen = { args, outputs: outputsOf(uuid, args, team) };
        if (said.apply === "next-boot") return { ...seen, notes: named(said, effects({ steps: [], pending }, true)) };
        const running = team.live && runsOtherwise(said, team.live);
        return { ...seen, ...(running && { running }) };
    },

    async update(libvirt, _id, was, want, outputs) {
        const there = await guestThere(libvirt, domainUuid(outputs), outputs, was, want);
        const guest = await towards(libvirt, there, want);
        return outputsOf(guest.uuid, want, await bring(libvirt, guest, plan(guest, was, want, want.apply), want, want));
    },

    async delete(libvirt, _id, was, outputs) {
        try {
            const guest = await guestNow(libvirt, domainUuid(outputs), outputs, was);
            await bring(libvirt, guest, plan(guest, was, {}, was.apply), {}, was);
        } catch (error) {
            if (!isGone(error)) throw error;
        }
    },
};

const isProperties = (value: unknown): value is Properties =>
    typeof value === "object" && value !== null && !Array.isArray(value);

/** A half with its defaults, or whatever stands in its place. */
function halfOf(given: unknown, defaults: (given: Properties) => Properties): unknown {
    return isProperties(given) ? { ...defaults(given), ...given } : given;
}

const domainUuid = (outputs: Properties): string => String(outputs["domainUuid"]);
const vfIn = (outputs: Properties | undefined): Vf | undefined => outputs?.["vf"] as Vf | undefined;

/** What is known of a pair's place: its guest, and of the guest as it runs its VF and what its halves are called. */
interface Place {
    readonly vf?: Vf | undefined;
    readonly live?: Halves | undefined;
}

const aliasesOf = (halves: Partial<Record<keyof Team, Partial<Nic>>>): Properties => ({
    persistent: halves.persistent?.alias,
    transient: halves.transient?.alias,
});

function outputsOf(uuid: string, want: Known, { vf, live }: Place): Properties {
    const [aliases, runningAs] = [aliasesOf(want), aliasesOf(nicsOf(live ?? {}))];
    const isRenamed = live !== undefined && differences(aliases, runningAs).length > 0;
    return { domainUuid: uuid, aliases, ...(vf && { vf }), ...(isRenamed && { runningAs }) };
}

/** By what the halves are found where the program calls them otherwise, and the guest has not booted since. */
const runningAs = (outputs: Properties | undefined): Known =>
    eachHalf((half) => {
        const alias = (outputs?.["runningAs"] as Partial<Record<keyof Team, string>> | undefined)?.[half];
        return alias === undefined ? undefined : ({ alias } as Nic);
    });

const isNone = ({ persistent, transient }: Halves): boolean => !persistent && !transient;
const nicsOf = (halves: Halves): Known => eachHalf((half) => halves[half]?.nic);

async function guestNow(
    libvirt: Libvirt,
    nameOrUuid: string,
    outputs: Properties,
    ...known: readonly Known[]
): Promise<Guest> {
    const domain = await libvirt.domain(nameOrUuid);
    return { ...domain, ...(await observeTeam(libvirt, domain.uuid, vfIn(outputs), ...known, runningAs(outputs))) };
}

/** The guest, or what to do where there is none. */
async function guestThere(...[libvirt, nameOrUuid, ...more]: Parameters<typeof guestNow>): Promise<Guest> {
    try {
        return await guestNow(libvirt, nameOrUuid, ...more);
    } catch (error) {
        if (!isGone(error)) throw error;
        throw new Error(
            `guest ${nameOrUuid} is not on ${libvirt.uri}, and nothing was changed: ${messageOf(error)}. Define it, or correct domain (virsh list --all); where it was undefined on purpose, pulumi refresh drops the pair from the stack.`,
            { cause: error },
        );
    }
}

/** Where a running team differs from what was said of it, by property; undefined where it does not. */
function runsOtherwise(said: Known, live: NonNullable<TeamNow["live"]>): Properties | undefined {
    const running = eachHalf((half): Properties | "absent" | undefined => {
        const [wanted, there] = [said[half], live[half]];
        if (!wanted) return undefined;
        if (!there) return "absent";
        const differs = differences(project(nic.fields, wanted, there.nic), wanted);
        if (differs.length === 0) return undefined;
        return Object.fromEntries(differs.map(({ path, before }) => [path, before ?? "absent"]));
    });
    return Object.keys(running).length === 0 ? undefined : running;
}

const named = ({ name, domain }: TeamedNicArgs, lines: readonly string[]): readonly string[] =>
    lines.map((line) => `${name} on ${domain}: ${line}`);

/**
 * Takes the steps, or none of them.
 *
 * @param how whose `detachTimeout` counts
 * @returns what the guest runs with in the end
 */
async function bring(
    libvirt: Libvirt,
    guest: Guest,
    { steps }: Plan,
    want: Known,
    how: Pick<TeamedNicArgs, "detachTimeout">,
): Promise<Place> {
    if (steps.length === 0) return guest;
    const isWanted = want.persistent !== undefined;
    if (!guest.persistent && isWanted)
        throw new Error(
            `guest ${guest.name} on ${libvirt.uri} runs without a definition (it was undefined while it ran, or created with virsh create), and what is changed of it would be lost; nothing was changed. Define it (virsh dumpxml ${guest.name} --inactive, then virsh define) and run again.`,
        );
    await assertReady(libvirt, guest, steps, want);
    const possible = steps.filter(({ layer }) => guest.persistent || layer === "live");
    await apply(libvirt, guest, possible, how.detachTimeout);
    if (!steps.some(({ layer }) => layer === "live")) return guest;
    const isPlugged = steps.some(
        (step) => step.layer === "live" && step.half === "transient" && step.action === "attach",
    );
    return { vf: isPlugged ? await pluggedVf(libvirt, guest.uuid, want) : guest.vf };
}
