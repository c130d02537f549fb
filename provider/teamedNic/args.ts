import { nic, type Nic } from "../model/interface";
import { mac } from "../model/mac";
import { judge, levels, ruleSets, teamRules, typeOfSource, type Failure, type Levels, type Team } from "../rules";
import {
    argument,
    count,
    defined,
    encode,
    node,
    oneOf,
    opt,
    text,
    texts,
    trueFalse,
    write,
    type FieldsOf,
} from "../xml";
import { fromOptions, type FromOptions } from "../lifecycle/fromOptions";
import type { Properties } from "../lifecycle/kind";

/** What a program may say of a teamed NIC. */
export interface TeamedNicArgs extends FromOptions, Team {
    /**
     * Where libvirt is, e.g. `qemu+ssh://root@kvm1/system`: the host where the pair is made. Once the guest has migrated, the
     * host where it is by then may stand here; that touches nothing. Any other change replaces the pair.
     *
     * @default the stack's `libvirt:uri`, else the environment's LIBVIRT_DEFAULT_URI, else `qemu:///system`
     */
    readonly uri: string;
    /** What the pair is called in aliases and messages. A change renames the aliases that follow from it. @default the resource's name */
    readonly name: string;
    /** Name or UUID of the guest, which exists already. A change replaces the pair, unless it names the same guest. */
    readonly domain: string;
    /**
     * MAC that both halves carry (NB2). A change attaches both halves anew.
     *
     * @default 52:54:00 and 24 bits of a hash over project, stack, domain and name: always the same. A pair that exists keeps
     * its MAC while its domain and name stay, also where the stack is renamed or the pair moves to another one.
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
    /**
     * URIs of the hosts that the guest may migrate to, e.g. `qemu+ssh://root@kvm2/system`. The pair is read and changed on
     * the one where its guest is. A preview says what keeps the guest from migrating to the others: a missing pool, no free
     * VF, another network, an older QEMU (NB3). Changing it touches nothing.
     *
     * @default none
     */
    readonly migratesTo?: readonly string[];
    /**
     * Rules whose severity is lowered, by id: `{ "mac-is-free": "warning" }`, or `"off"`. docs/rules.md has them all.
     * Changing it touches nothing on the host.
     *
     * @default the stack's `libvirt:rules`
     */
    readonly rules?: Levels;
    /** Whether a new pair takes over interfaces that have its aliases already, instead of failing. A change of a pair never does. @default false */
    readonly adopt: boolean;
}

/** Arguments whose change replaces the pair. */
export const REPLACE_ON = ["uri", "domain"] as const;

export const teamedNicFields: FieldsOf<TeamedNicArgs> = {
    uri: argument(text),
    name: argument(text),
    domain: argument(text),
    mac: argument(mac),
    persistent: node("persistent", nic),
    transient: node("transient", nic),
    apply: argument(oneOf("live", "next-boot")),
    detachTimeout: argument(count),
    migratesTo: opt(argument(texts)),
    rules: opt(node("", levels)),
    ...fromOptions,
    adopt: argument(trueFalse),
};

/** Both halves as they are attached where the guest had none. */
export const renderTeamedNic = ({ persistent, transient }: Pick<TeamedNicArgs, "persistent" | "transient">): string =>
    write(encode(nic, persistent)) + write(encode(nic, transient));

/** Holds the arguments against the rules. */
export function judgeTeamedNic(args: TeamedNicArgs, blocked: readonly string[]): readonly Failure[] {
    const failures = [
        ...judge(teamRules, args, blocked),
        ...judge(ruleSets.options.rules, args, blocked),
        ...judge(ruleSets.migratingPair.rules, args, blocked),
    ];
    const halves: readonly (Nic | undefined)[] = [args.persistent, args.transient]; // one may be missing, as a finding says
    if (halves.some((half) => half?.mac !== args.mac)) return failures;
    // both halves have the MAC of the pair: what is wrong with it is wrong once, where the program says it
    const [own] = failures.filter(({ property }) => property.endsWith(".mac"));
    const others = failures.filter(({ property }) => !property.endsWith(".mac"));
    return own ? [{ ...own, property: "mac" }, ...others] : others;
}

/** Fills in what a program may leave out. */
export function withTeamedNicDefaults(
    given: Properties,
    isUnknown: (value: unknown) => boolean = () => false,
): Properties {
    const { name } = given;
    const alias = (suffix = ""): unknown =>
        isUnknown(name) ? name : `ua-${String(name).replace(/[^A-Za-z0-9_-]/g, "-")}${suffix}`;
    const persistent = halfOf(given["persistent"], (half) => ({
        type: typeOfSource(half) ?? "network", // which source is meant, the rules ask
        mac: given["mac"],
        model: "virtio",
        teaming: "persistent",
        alias: alias(),
    }));
    const transient = halfOf(given["transient"], (half) => ({
        type: typeOfSource(half) ?? "network", // which source is meant, the rules ask
        mac: given["mac"],
        ...(half["address"] === undefined ? { model: "virtio" } : { managed: true }),
        teaming: "transient",
        persistent: isProperties(persistent) ? persistent["alias"] : alias(),
        alias: alias("-vf"),
    }));
    return {
        apply: "live",
        detachTimeout: 30,
        adopt: false,
        ...given,
        ...defined({ persistent, transient }),
    };
}

const isProperties = (value: unknown): value is Properties =>
    typeof value === "object" && value !== null && !Array.isArray(value);

/** A half with its defaults, or whatever stands in its place. */
function halfOf(given: unknown, defaults: (given: Properties) => Properties): unknown {
    return isProperties(given) ? { ...defaults(given), ...given } : given;
}
