import type { Survey } from "../host/survey";
import type { HostCheck } from "../lifecycle/hostCheck";
import { formatFinding, type Failure } from "../rules";
import { leavingFindings, pairsToMigrate, targetFindings, type MigratingGuest } from "./migration";

/** Finding of a rule about a migration. */
export interface MigrationProblem {
    /** Id of the rule in docs/rules.md, e.g. `pool-has-a-free-vf`. */
    readonly rule: string;
    /** Severity: an error keeps the guest from migrating, or its pair from forming on the target; a warning surprises. */
    readonly severity: "error" | "warning";
    /** Path of the property, e.g. `transient.network`. */
    readonly property: string;
    /** Message: the problem, the reason, and the fix. */
    readonly text: string;
}

/** Readiness of one host for a guest. */
export interface TargetReadiness {
    /** URI of libvirt on the target host. */
    readonly uri: string;
    /** Whether the host answered, and no rule found anything. */
    readonly ready: boolean;
    /** Whether the host answered. */
    readonly answered: boolean;
    /** Findings on that host. */
    readonly problems: readonly MigrationProblem[];
    /** A line for each question that the host did not answer. */
    readonly unchecked: readonly string[];
}

/** Readiness of a guest with teamed NICs to migrate. */
export interface MigrationReadiness {
    /** Name of the guest. */
    readonly domain: string;
    /** UUID of the guest. */
    readonly domainUuid: string;
    /** URI of libvirt where the guest is. */
    readonly uri: string;
    /** Whether the guest runs. One that is shut off is judged as it is defined, and migrates with `virsh migrate --offline`. */
    readonly running: boolean;
    /** Whether the guest could migrate to each of the hosts. */
    readonly ready: boolean;
    /** Findings about the guest itself, whichever host it migrates to. */
    readonly problems: readonly MigrationProblem[];
    /** Readiness of each host, in the order in which they were given. */
    readonly hosts: readonly TargetReadiness[];
}

/**
 * Looks whether a guest with all its pairs could migrate. Changes nothing.
 *
 * @throws Error where the guest is missing; LibvirtError where its own host does not answer
 */
export async function migrationReadiness(
    host: Survey,
    nameOrUuid: string,
    targets: readonly Survey[],
): Promise<MigrationReadiness> {
    const { uri } = host.libvirt;
    const found = await host.guestNamed(nameOrUuid);
    const layers = found && (await host.guest(found.uuid));
    if (!layers)
        throw new Error(`guest ${nameOrUuid} is missing on ${uri}. Name the host of the guest (virsh list --all).`);
    const run = layers.live && (await host.run(found.uuid));
    const guest: MigratingGuest = {
        host,
        name: found.name,
        layers,
        isDefined: !layers.live || run?.persistent === true,
        isMigrating: run?.migration !== undefined,
    };
    const problems = leavingFindings(guest).map(problemOf);
    const hosts = await Promise.all(targets.map((target) => readinessOf(target, guest)));
    const ready = problems.length === 0 && hosts.every((one) => one.ready);
    const running = layers.live !== undefined;
    return { domain: found.name, domainUuid: found.uuid, uri, running, ready, problems, hosts };
}

async function readinessOf(target: Survey, guest: MigratingGuest): Promise<TargetReadiness> {
    const check: HostCheck = await targetFindings(target, guest, pairsToMigrate(guest));
    const problems = once(check.failures).map(problemOf);
    const answered = check.unreached.length === 0;
    const unchecked = [...new Set(check.unchecked)];
    return { uri: target.libvirt.uri, ready: answered && problems.length === 0, answered, problems, unchecked };
}

/** Two pairs of a guest may meet the same obstacle. */
const once = (failures: readonly Failure[]): readonly Failure[] => [
    ...new Map(failures.map((failure) => [JSON.stringify(failure), failure])).values(),
];

const problemOf = (failure: Failure): MigrationProblem => {
    const { rule, severity, property } = failure;
    return { rule, severity, property, text: formatFinding(failure) };
};
