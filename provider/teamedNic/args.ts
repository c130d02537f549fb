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

/** Arguments of a teamed NIC. */
export interface TeamedNicArgs extends FromOptions, Team {
    /**
     * URI of libvirt on the host that makes the pair, e.g. `qemu+ssh://root@kvm1/system`. After a migration it may name the
     * guest's new host. That touches nothing. Any other change replaces the pair.
     *
     * @default the stack's `libvirt:uri`, else the environment's LIBVIRT_DEFAULT_URI, else `qemu:///system`
     */
    readonly uri: string;
    /** Name of the pair in aliases and messages. A change renames the aliases that follow from it. @default the resource's name */
    readonly name: string;
    /** Name or UUID of an existing guest. A change replaces the pair, unless it names the same guest. */
    readonly domain: string;
    /**
     * MAC of both halves. A change reattaches both halves, and the guest loses the NIC for a moment.
     *
     * @default 52:54:00 and 24 bits of a hash over project, stack, domain and name: always the same. An existing pair keeps
     * its MAC while its domain and name stay, also when the stack is renamed or the pair moves to another stack.
     */
    readonly mac: string;
    /**
     * Virtio half, which the guest always has. Its source, link, filterref, bandwidth, isolated and vlan change in place.
     * Any other change replaces the half, and the running guest loses the NIC for a moment.
     */
    readonly persistent: Nic;
    /** VF half, which leaves the guest while it migrates. Any change reattaches the VF. The virtio half carries the traffic meanwhile. */
    readonly transient: Nic;
    /**
     * Layers that up changes. `live` changes the definition and the running guest. `next-boot` changes the definition alone,
     * also when the pair is destroyed. A preview then says what is pending, and reports no drift of the running guest. A
     * change from `next-boot` to `live` applies what is pending.
     *
     * @default "live"
     */
    readonly apply: "live" | "next-boot";
    /**
     * Seconds to wait until the guest has detached a device, 1-300. A change touches nothing on the host.
     *
     * @default 30
     * @throws when the guest still has the device then. Up rolls back everything else.
     */
    readonly detachTimeout: number;
    /**
     * URIs of the hosts that the guest may migrate to, e.g. `qemu+ssh://root@kvm2/system`. The provider reads and changes the
     * pair on the guest's current host. A preview says what the other hosts lack: the pool, a free VF, the network, a QEMU
     * that is new enough. A change touches nothing on the hosts.
     *
     * @default none
     */
    readonly migratesTo?: readonly string[];
    /**
     * Rules to lower to `"warning"` or `"off"`, by id: `{ "mac-is-free": "warning" }`. docs/rules.md has all ids. A change
     * touches nothing on the host.
     *
     * @default the stack's `libvirt:rules`
     */
    readonly rules?: Levels;
    /** Whether a new pair takes over existing interfaces with its aliases. Otherwise up fails. It counts at the creation alone. @default false */
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
