import { isGone } from "../libvirt/errors";
import type { DomainState, Libvirt } from "../libvirt/libvirt";
import { nic, type Nic } from "../model/interface";
import { mac } from "../model/mac";
import { judge, teamRules, typeOfSource, type Team } from "../rules";
import { argument, encode, node, project, read, text, trueFalse, write, type FieldsOf } from "../xml";
import type { Kind, Properties } from "./kind";
import { findHalves, plan, type Halves, type Known, type Step } from "./team";
import { wholly } from "./undo";

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
    /** The virtio half, which the guest always has. A change takes effect when the guest boots next. */
    readonly persistent: Nic;
    /** The VF half, which the guest loses while it migrates. A change takes effect when the guest boots next. */
    readonly transient: Nic;
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
    adopt: argument(trueFalse),
};

/** Both halves as they are attached where the guest had none. */
export const renderTeamedNic = ({ persistent, transient }: Pick<TeamedNicArgs, "persistent" | "transient">): string =>
    write(encode(nic, persistent)) + write(encode(nic, transient));

export const teamedNic: Kind<TeamedNicArgs> = {
    title: "teamed NIC",
    fields: teamedNicFields,
    judge(args, blocked) {
        const failures = judge(teamRules, args, blocked);
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
            adopt: false,
            ...said,
            ...(persistent !== undefined && { persistent }),
            ...(transient !== undefined && { transient }),
        };
    },

    async create(libvirt, want, begun) {
        const domain = await libvirt.domain(want.domain);
        const have = await halvesOf(libvirt, domain.uuid, want);
        const taken = Object.values(have).map(
            ({ nic: { alias, mac } }) => `${alias ?? "without alias"} (${mac ?? "no MAC"})`,
        );
        if (taken.length > 0 && !want.adopt) {
            throw new Error(
                `guest ${domain.name} on ${libvirt.uri} has ${taken.join(" and ")} already. Set adopt to true to take over what is there, or choose another name, alias or mac.`,
            );
        }
        const made = { id: `${domain.uuid}/${want.name}`, outputs: outputsOf(domain.uuid, want) };
        begun(made);
        await bring(libvirt, domain, plan(have, {}, want));
        return made;
    },

    async observe(libvirt, _id, said, outputs) {
        const uuid = domainUuid(outputs);
        const have = await halvesOf(libvirt, uuid, said).catch((error: unknown): Halves => {
            if (isGone(error)) return {};
            throw error;
        });
        if (!have.persistent && !have.transient) return undefined;
        const host = Object.fromEntries(Object.entries(have).map(([key, found]) => [key, found.nic]));
        const args = project(teamedNicFields, said, host) as TeamedNicArgs;
        return { args, outputs: outputsOf(uuid, args) };
    },

    async update(libvirt, _id, was, want, outputs) {
        const domain = await libvirt.domain(domainUuid(outputs));
        const have = await halvesOf(libvirt, domain.uuid, was, want);
        await bring(libvirt, domain, plan(have, was, want));
        return outputsOf(domain.uuid, want);
    },

    async delete(libvirt, _id, was, outputs) {
        try {
            const domain = await libvirt.domain(domainUuid(outputs));
            await bring(libvirt, domain, plan(await halvesOf(libvirt, domain.uuid, was), was, {}));
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

const outputsOf = (uuid: string, { persistent, transient }: Known): Properties => ({
    domainUuid: uuid,
    aliases: { persistent: persistent?.alias, transient: transient?.alias },
});

async function halvesOf(libvirt: Libvirt, uuid: string, ...known: readonly Known[]): Promise<Halves> {
    return findHalves(read(await libvirt.domainXml(uuid), `guest ${uuid} on ${libvirt.uri}`), ...known);
}

/** Takes the steps, or none of them. */
async function bring(libvirt: Libvirt, { uuid, name, active }: DomainState, steps: readonly Step[]): Promise<void> {
    if (steps.length === 0) return;
    if (active)
        throw new Error(
            `guest ${name} on ${libvirt.uri} is running; this version changes teamed NICs of guests that are shut off only, and nothing was changed. Shut it off (virsh shutdown ${name}) and run again.`,
        );
    await wholly(async (done) => {
        for (const step of steps) {
            await take(libvirt, uuid, step.action, step.xml);
            done(`guest ${name}: ${step.action} of the ${step.half} half ${step.alias}`, () =>
                take(libvirt, uuid, BACK[step.action], step.before ?? step.xml),
            );
        }
    });
}

/** What takes each action back. */
const BACK = { attach: "detach", detach: "attach", update: "update" } as const satisfies Record<
    Step["action"],
    Step["action"]
>;

function take(libvirt: Libvirt, uuid: string, action: Step["action"], xml: string): Promise<void> {
    switch (action) {
        case "attach":
            return libvirt.attachDevice(uuid, xml);
        case "update":
            return libvirt.updateDevice(uuid, xml);
        case "detach":
            return libvirt.detachDevice(uuid, xml);
    }
}
