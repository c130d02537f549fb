import type { Surveys } from "../host/survey";
import { answered, together, unreachable, Unasked, type HostCheck } from "../lifecycle/hostCheck";
import { ignoreFailure } from "../lifecycle/mistakes";
import type { Operation } from "../lifecycle/operation";
import { judge, ruleSets, type Failure } from "../rules";
import { defined } from "../xml";
import { migrationTarget, onTarget } from "./migration";
import { pairOnHost, type ChangeOfPair } from "./onHost";
import { aliasesOf } from "./halves";
import type { PriorArgs } from "./outputs";
import { hostsOf, placeGuest, placeNamed, type GuestHosts, type PlacedGuest } from "./place";
import { subjectOf } from "./words";

/** Holds a pair against the host where its guest is, and against each that it may migrate to. */
export async function checkPair(operation: Operation, change: ChangeOfPair): Promise<HostCheck> {
    const { uri, migratesTo = [] } = change.desired;
    const hosts = new Set([...(uri === undefined ? [] : [uri]), ...migratesTo]);
    // of a host that does not answer, its own check says so
    const guest = await ignoreFailure(guestOf(operation, change));
    return together(await Promise.all([...hosts].map((host) => checkOn(host, operation, change, guest))));
}

async function guestOf(
    operation: Operation,
    { desired, prior, isReplacement }: ChangeOfPair,
): Promise<PlacedGuest | undefined> {
    const { name = "", domain } = desired;
    const { surveys } = operation;
    const hosts = isReplacement ? hostsOf(undefined, desired) : hostsOf(prior && { args: prior }, desired);
    if (domain === undefined) return undefined;
    const subject = subjectOf({ name, domain });
    const named = await placeNamed(surveys, domain, hosts, subject);
    if (named || !prior || isReplacement) return named;
    const renamed = await guestWith(prior, surveys, hosts);
    return renamed === undefined ? undefined : placeGuest(surveys, renamed, hosts, subject);
}

/** UUID of the one guest that has a pair, whatever the guest is called now; undefined where none has, or several. */
async function guestWith(pair: PriorArgs, surveys: Surveys, { uris }: GuestHosts): Promise<string | undefined> {
    const asked = await Promise.all(uris.map((uri) => ignoreFailure(surveys(uri).macs())));
    const aliases: readonly (string | undefined)[] = Object.values(aliasesOf(pair));
    const holders = asked
        .flatMap((macs) => macs?.get(pair.mac) ?? [])
        .filter(({ alias, teaming }) => teaming !== undefined && aliases.includes(alias));
    const [uuid, ...others] = new Set(holders.map((holder) => holder.uuid));
    return others.length === 0 ? uuid : undefined;
}

async function checkOn(
    uri: string,
    operation: Operation,
    change: ChangeOfPair,
    guest: PlacedGuest | undefined,
): Promise<HostCheck> {
    const isOwn = uri === (guest?.found.host ?? change.desired.uri);
    try {
        const survey = operation.survey(uri);
        const { model, blocked, runs, unchecked } = await pairOnHost(survey, operation, change, isOwn, guest);
        const { persistent, transient } = change.desired;
        const unasked = new Unasked();
        const target = isOwn ? {} : await migrationTarget(survey, defined({ persistent, transient }), unasked, guest);
        const failures = [
            ...judge(ruleSets.machine.rules, model, blocked),
            ...judge(ruleSets.pairOnHost.rules, model, blocked),
            ...judge(ruleSets.migrationTarget.rules, target),
        ].map((failure) => asWarningUntilStart(failure, runs));
        return answered(isOwn ? failures : failures.map((failure) => onTarget(failure, uri)), [
            ...unchecked,
            ...unasked.lines,
        ]);
    } catch (error) {
        return unreachable(uri, error);
    }
}

/** A rule about the time of the attachment is a warning as long as the guest is shut off. */
const asWarningUntilStart = (failure: Failure, runs: boolean): Failure =>
    AT_START.has(failure.rule) && !runs ? { ...failure, severity: "warning" } : failure;

const AT_START: ReadonlySet<string> = new Set(
    [...ruleSets.pairOnHost.rules, ...ruleSets.migrationTarget.rules]
        .filter(({ atStart }) => atStart)
        .map(({ id }) => id),
);
