import { answered, together, unreachable, type HostCheck } from "../lifecycle/hostCheck";
import type { Operation } from "../lifecycle/operation";
import { judge, ruleSets, type Failure } from "../rules";
import { pairOnHost, type ChangeOfPair } from "./onHost";

/** Holds a pair against its own host, and against each that it migrates to. */
export async function checkPair(operation: Operation, change: ChangeOfPair): Promise<HostCheck> {
    const { uri, migratesTo = [] } = change.desired;
    const hosts = new Set([...(uri === undefined ? [] : [uri]), ...migratesTo]);
    return together(await Promise.all([...hosts].map((host) => checkOn(host, operation, change))));
}

async function checkOn(uri: string, operation: Operation, change: ChangeOfPair): Promise<HostCheck> {
    const isOwn = uri === change.desired.uri;
    try {
        const { model, blocked, runs, unchecked } = await pairOnHost(operation.survey(uri), operation, change);
        const failures = [
            ...judge(ruleSets.machine.rules, model, blocked),
            ...judge(ruleSets.pairOnHost.rules, model, blocked),
        ];
        return answered(
            failures.map((failure) => placed(failure, runs, isOwn ? undefined : uri)),
            unchecked,
        );
    } catch (error) {
        return unreachable(uri, error);
    }
}

/** What has to hold when the pair is plugged in is a warning while there is time to mend it; and says on which host. */
function placed(failure: Failure, runs: boolean, target: string | undefined): Failure {
    const isLater = AT_START.has(failure.rule) && !runs;
    return {
        ...failure,
        severity: isLater ? "warning" : failure.severity,
        property: target === undefined ? failure.property : `${failure.property} on ${target}`,
    };
}

const AT_START: ReadonlySet<string> = new Set(
    ruleSets.pairOnHost.rules.filter(({ atStart }) => atStart).map(({ id }) => id),
);
