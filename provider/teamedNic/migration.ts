import { devicesIn, type Device } from "../documents";
import { pfOfPool } from "../host/pfLink";
import { pairsOf } from "../host/pairsOfGuest";
import type { Layers, Survey } from "../host/survey";
import { vfHoldersOn } from "../host/vfHolders";
import { answered, together, unreachable, Unasked, type HostCheck } from "../lifecycle/hostCheck";
import { freeRootPorts, machineOf } from "../model/domain";
import { nic as table } from "../model/interface";
import { inGuestRules, judge, RECENT, ruleSets, type Failure, type MigrationTarget, type PairOnHost } from "../rules";
import { decodeWhatFits, defined } from "../xml";
import { eachHalf, type PartialTeam } from "./halves";
import { hostNetworks } from "./networks";
import { netDeviceOf, pfToGive } from "./onHost";

/** Guest that is to migrate, on the host where it is. */
export interface MigratingGuest {
    readonly host: Survey;
    readonly name: string;
    readonly layers: Layers;
    /** Whether that host has its definition. */
    readonly isDefined: boolean;
    /** Whether a migration of it is under way. */
    readonly isMigrating: boolean;
}

/** Pairs of a guest, as its definition has them. */
export const pairsToMigrate = ({ layers }: Pick<MigratingGuest, "layers">): readonly PartialTeam[] =>
    pairsOf(layers).map(({ config, live }) =>
        eachHalf((half) => {
            const device: Device | undefined = config[half] ?? live?.[half];
            return device && decodeWhatFits(table, device.node).model;
        }),
    ) as readonly PartialTeam[];

/** Returns a finding for each obstacle to any migration of a guest. */
export function leavingFindings({ layers, isDefined, isMigrating }: MigratingGuest): readonly Failure[] {
    const running = layers.live ?? layers.config;
    const devices = devicesIn(running);
    const pairs = pairsOf(layers);
    const missing = pairs.filter(({ config, live }) => live && config.transient && !live.transient).length;
    return [
        // what a team needs, a guest without one does not
        ...(pairs.length > 0 ? judge(ruleSets.machine.rules, { machine: machineOf(running) }) : []),
        ...judge(inGuestRules, { machine: machineOf(running), devices }),
        ...(layers.live ? judge(ruleSets.migratingDefinition.rules, { isDefined, isMigrating }) : []),
        // a VF that leaves for the migration frees its port; one that is out already needs another
        ...judge(ruleSets.pairOnHost.rules, {
            ...RECENT,
            rootPorts: { free: freeRootPorts(running), needed: missing },
        }),
    ];
}

/** Returns findings about the pairs of a guest on other hosts. The property of each names the host. */
export async function targetFindings(
    target: Survey,
    guest: MigratingGuest,
    pairs: readonly PartialTeam[],
): Promise<HostCheck> {
    const { uri } = target.libvirt;
    try {
        // a guest without a pair is asked about, too
        const asked = pairs.length > 0 ? pairs : [{}];
        const checks = await Promise.all(asked.map((pair) => pairOnTarget(target, guest, pair)));
        const { failures, unchecked, unreached } = together(checks);
        return { failures: failures.map((failure) => onTarget(failure, uri)), unchecked, unreached };
    } catch (error) {
        return unreachable(uri, error);
    }
}

/** Says of a finding on which host it was made. */
export const onTarget = (failure: Failure, uri: string): Failure => ({
    ...failure,
    property: `${failure.property} on ${uri}`,
});

async function pairOnTarget(target: Survey, guest: MigratingGuest, pair: PartialTeam): Promise<HostCheck> {
    const unasked = new Unasked();
    const { libvirt, hypervisor: qemu } = await target.versions();
    const pool = pair.transient?.network;
    const model: PairOnHost = defined({
        libvirt,
        qemu,
        vfio: await unasked.unless(target.hasVfio()),
        ...(await hostNetworks(target, {
            halves: pair,
            wanted: pairsToMigrate(guest)
                .filter(({ transient }) => pool !== undefined && transient?.network === pool)
                .map(({ transient }) => `${transient?.alias ?? "a VF half"} of ${guest.name}`),
            holders: pool === undefined ? [] : await vfHoldersOn(target),
        })),
        netdev: await unasked.unless(netDeviceOf(target, pair.persistent)),
        pf: await unasked.unless(pfToGive(target, pool)),
    });
    return answered(
        [
            ...judge(ruleSets.pairOnHost.rules, model),
            ...judge(ruleSets.migrationTarget.rules, await migrationTarget(target, pair, unasked, guest)),
        ],
        unasked.lines,
    );
}

/** Facts of a target host that concern a pair. */
export async function migrationTarget(
    target: Survey,
    { persistent, transient }: PartialTeam,
    unasked: Unasked,
    guest: Pick<MigratingGuest, "host" | "layers"> | undefined,
): Promise<MigrationTarget> {
    return defined({
        sameAs: guest && (await unasked.unless(isSameHost(target, guest.host))) ? guest.host.libvirt.uri : undefined,
        machine: guest && (await unasked.unless(machineOn(target, guest.layers))),
        pf: transient && (await unasked.unless(pfWithMtu(target, transient.network))),
        mtu: persistent?.mtu,
    });
}

async function isSameHost(target: Survey, own: Survey): Promise<boolean> {
    const [there, here] = await Promise.all([target.hostUuid(), own.hostUuid()]);
    return there !== undefined && there === here;
}

async function machineOn(target: Survey, { config, live }: Layers): Promise<MigrationTarget["machine"]> {
    const name = machineOf(live ?? config);
    const machines = await target.machines();
    return name === undefined || machines.length === 0 ? undefined : { name, exists: machines.includes(name) };
}

/** The PF of a pool that names one, with its MTU; undefined where the host does not tell. */
async function pfWithMtu(target: Survey, pool: string | undefined): Promise<MigrationTarget["pf"]> {
    const pf = await pfOfPool(target, pool);
    return pf && defined({ name: pf.name, mtu: await target.mtu(pf.name) });
}
