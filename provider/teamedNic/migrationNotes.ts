import type { Surveys } from "../host/survey";
import { together } from "../lifecycle/hostCheck";
import { findingMessage, type Message } from "../lifecycle/message";
import { applyLevels } from "../rules";
import type { TeamedNicArgs } from "./args";
import type { PartialTeam } from "./halves";
import { leavingFindings, targetFindings } from "./migration";
import type { GuestHosts, PlacedGuest } from "./place";
import { subjectOf } from "./words";

/** Returns a message for each obstacle to a migration, for a preview of an unchanged pair. */
export async function readinessNotes(
    surveys: Surveys,
    guest: PlacedGuest,
    pair: PartialTeam,
    args: Pick<TeamedNicArgs, "name" | "domain" | "rules">,
    { uris }: GuestHosts,
): Promise<readonly Message[]> {
    const { found } = guest;
    const targets = uris.filter((uri) => uri !== found.host);
    if (targets.length === 0 || found.isMigrating) return [];
    const migrating = { ...guest, isDefined: found.definition === found.host, isMigrating: false };
    const checks = await Promise.all(targets.map((uri) => targetFindings(surveys(uri), migrating, [pair])));
    const { failures, unchecked } = together(checks);
    const subject = subjectOf(args);
    return [
        ...applyLevels([...leavingFindings(migrating), ...failures], args.rules ?? {}).map((one) =>
            findingMessage(one, subject),
        ),
        ...unchecked.map((text) => ({ id: "not-checked", subject, facts: {}, text })),
    ];
}
