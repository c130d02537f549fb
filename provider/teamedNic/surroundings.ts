import { isDeepStrictEqual } from "node:util";
import type { Survey } from "../host/survey";
import type { Nic } from "../model/interface";
import { libvirtDoes } from "../model/versions";
import type { PartialTeam } from "./halves";
import type { ActualTeam, Surroundings } from "./plan";

/** Returns the same, with what is around a running virtio half that may be changed. */
export async function withSurroundings<Team extends ActualTeam>(
    survey: Survey,
    team: Team,
    { persistent: after }: PartialTeam,
): Promise<Team & Pick<ActualTeam, "surroundings">> {
    const before = team.live?.persistent?.nic;
    if (!before || !after) return team;
    const { libvirt } = await survey.versions();
    const surroundings: Surroundings = {
        libvirt,
        toMacvtap: await leadsToMacvtap(survey, before, after),
        keepsPortgroup: libvirtDoes("changesPortgroup", libvirt) && (await keepsPortgroup(survey, before, after)),
    };
    return { ...team, surroundings };
}

async function leadsToMacvtap(survey: Survey, before: Nic, { network: name }: Nic): Promise<boolean> {
    if (name === undefined || before.network === name) return false;
    const network = await survey.network(name);
    return network?.active === true && network.bridge === undefined;
}

/**
 * Tells whether libvirt changes nothing where it is told another portgroup: it does so only with another network, or with
 * another bandwidth. Beside a virtualport it refuses.
 * Source: qemuDomainChangeNet (src/qemu/qemu_hotplug.c); libvirt 9.0, observed
 */
async function keepsPortgroup(survey: Survey, before: Nic, after: Nic): Promise<boolean> {
    const { network: name } = after;
    if (name === undefined || before.network !== name || before.portgroup === after.portgroup) return false;
    const { portgroups = [], virtualport } = (await survey.network(name)) ?? {};
    const bandwidthOf = ({ bandwidth, portgroup }: Nic): Nic["bandwidth"] =>
        bandwidth ??
        portgroups.find((one) => (portgroup === undefined ? one.default === true : one.name === portgroup))?.bandwidth;
    return virtualport !== undefined || isDeepStrictEqual(bandwidthOf(before), bandwidthOf(after));
}
