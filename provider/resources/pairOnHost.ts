import type { GuestXml } from "../libvirt/libvirt";
import { aliasesOf, freeRootPorts, machineOf } from "../model/domain";
import { HALVES, type PairOnHost } from "../rules";
import { read, type XmlNode } from "../xml";
import { nicsIn, type Known } from "./halves";
import { hostNetworks } from "./hostNetworks";
import type { Operation } from "./operation";
import type { Survey } from "./survey";
import type { TeamedNicArgs } from "./teamedNicArgs";

/** What a program says of a pair, as far as it is known. */
export type Said = Partial<TeamedNicArgs>;

/** A pair that is to be made, or changed from what it `was`. */
export interface Asked {
    readonly want: Said;
    readonly was?: TeamedNicArgs | undefined;
}

interface OnHost extends PairOnHost {
    readonly machine?: string | undefined;
}
/** A pair on a host, with what cannot be judged there. */
export interface Seen {
    readonly model: OnHost;
    readonly blocked: readonly (keyof OnHost)[];
    /** Whether the guest runs there. */
    readonly runs: boolean;
}

/** What of a host concerns a pair: of its guest's own host, or of one that the guest is to migrate to. */
export async function pairOnHost(survey: Survey, operation: Operation, asked: Asked): Promise<Seen> {
    const { want, was } = asked;
    const { uri } = survey.libvirt;
    const { libvirt, hypervisor: qemu } = await survey.versions();
    const isOwn = uri === want.uri;
    const guests = await survey.guests();
    const guest = isOwn ? guests.find(({ name, uuid }) => name === want.domain || uuid === want.domain) : undefined;
    const definition = guest && read(guest.xml, `guest ${guest.name} on ${uri}`);
    const who = `${String(want.name)} on ${String(want.domain)}`;
    const pool = want.transient?.network;
    const adds = pool !== undefined && (!isOwn || pool !== was?.transient.network);
    const networks = await hostNetworks(survey, {
        halves: halvesOf(want),
        wanted: adds ? operation.want(uri, pool, who) : [],
        declared: pool === undefined ? undefined : operation.declared(uri, pool),
    });
    return {
        model: {
            libvirt,
            qemu,
            machine: definition && machineOf(definition),
            ...networks,
            ...(await devices(survey, want, isOwn)),
            ...(want.mac !== undefined && {
                mac: { address: want.mac, others: othersWith(want.mac, guests, guest, asked) },
            }),
            ...(definition && !was && !want.adopt && { aliases: takenAliases(definition, want) }),
            ...(guest?.active && !was && want.apply === "live" && { rootPorts: await rootPorts(survey, guest) }),
        },
        blocked: definition ? [] : ["machine"],
        runs: guest?.active === true,
    };
}

const halvesOf = ({ persistent, transient }: Said): Known => ({
    ...(persistent && { persistent }),
    ...(transient && { transient }),
});

/** The host's devices that the halves are, or are connected to. A guest migrates with neither. */
async function devices(survey: Survey, want: Said, isOwn: boolean): Promise<Pick<PairOnHost, "netdev" | "vf">> {
    const { bridge, direct } = want.persistent ?? {};
    const [property, name] = bridge === undefined ? ["direct" as const, direct] : ["bridge" as const, bridge];
    const address = isOwn ? want.transient?.address : undefined;
    return {
        ...(name !== undefined && {
            netdev: { property, name, there: (await survey.netDevice(name)) !== undefined },
        }),
        ...(address !== undefined && { vf: { address, is: await survey.pciDevice(address) } }),
    };
}

/** Who else has the MAC. The halves themselves are known by alias, or by the role that they say they have. */
function othersWith(
    mac: string,
    guests: readonly GuestXml[],
    own: GuestXml | undefined,
    { want, was }: Asked,
): readonly string[] {
    const ours = HALVES.flatMap((half) => [want[half]?.alias, was?.[half].alias]);
    return guests
        .filter(({ xml }) => xml.toLowerCase().includes(mac)) // most guests need not be parsed
        .flatMap(({ name, uuid, xml }) =>
            nicsIn(read(xml, `guest ${name}`))
                .filter((nic) => nic.mac === mac)
                .filter(({ alias, teaming }) => uuid !== own?.uuid || !(teaming ?? ours.includes(alias)))
                .map(({ alias }) => `${name} (${alias ?? "an interface without alias"})`),
        );
}

const takenAliases = (definition: XmlNode, want: Said): NonNullable<PairOnHost["aliases"]> => {
    const taken = aliasesOf(definition);
    return HALVES.flatMap((half) => {
        const alias = want[half]?.alias;
        return alias !== undefined && taken.includes(alias) ? [{ half, alias }] : [];
    });
};

async function rootPorts(survey: Survey, { uuid, name }: GuestXml): Promise<NonNullable<PairOnHost["rootPorts"]>> {
    const { live } = await survey.libvirt.domainXml(uuid);
    return live === undefined
        ? { free: 0, needed: 0 } // shut off meanwhile
        : { free: freeRootPorts(read(live, `running guest ${name}`)), needed: HALVES.length };
}
