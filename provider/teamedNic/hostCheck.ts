import type { Libvirt } from "../libvirt/libvirt";
import { judge, machineRules, pairOnHostRules, type Failure } from "../rules";
import { judgedAs, unreached } from "../lifecycle/hostCheck";
import type { Asked, HostCheck } from "../lifecycle/kind";
import type { Operation } from "../lifecycle/operation";
import { pairOnHost } from "./onHost";
import type { TeamedNicArgs } from "./args";

/** Holds a pair against its own host, and against each that it migrates to. */
export async function judgePair(
    connect: (uri: string) => Libvirt,
    operation: Operation,
    asked: Asked<TeamedNicArgs>,
): Promise<HostCheck> {
    const { uri, migratesTo = [] } = asked.want;
    const hosts = new Set([...(uri === undefined ? [] : [uri]), ...migratesTo]);
    const judged = await Promise.all([...hosts].map((host) => judgeOn(host, connect, operation, asked)));
    return {
        failures: judged.flatMap(({ failures }) => failures),
        unchecked: judged.flatMap(({ unchecked }) => unchecked),
        unreached: judged.flatMap(({ unreached }) => unreached),
    };
}

async function judgeOn(
    uri: string,
    connect: (uri: string) => Libvirt,
    operation: Operation,
    asked: Asked<TeamedNicArgs>,
): Promise<HostCheck> {
    const isOwn = uri === asked.want.uri;
    try {
        const { model, blocked, runs, unchecked } = await pairOnHost(operation.survey(connect(uri)), operation, asked);
        const failures = [...judge(machineRules, model, blocked), ...judge(pairOnHostRules, model, blocked)];
        return judgedAs(
            failures.map((failure) => placed(failure, runs, isOwn ? undefined : uri)),
            unchecked,
        );
    } catch (error) {
        return unreached(uri, error);
    }
}

/** What has to hold when the pair is plugged in is a warning while there is time to mend it; and says on which host. */
function placed(failure: Failure, runs: boolean, target: string | undefined): Failure {
    const isLater = AT_START.has(failure.rule) && !runs;
    return {
        ...failure,
        ...(isLater && { severity: "warning" }),
        ...(target !== undefined && { property: `${failure.property} on ${target}` }),
    };
}

const AT_START: ReadonlySet<string> = new Set(pairOnHostRules.filter(({ atStart }) => atStart).map(({ id }) => id));
