import { Survey } from "../../provider/host/survey";
import { rethrowMistake } from "../../provider/lifecycle/mistakes";
import { messageOf } from "../../provider/libvirt/errors";
import type { Libvirt } from "../../provider/libvirt/libvirt";
import { migrationReadiness, type MigrationReadiness } from "../../provider/teamedNic/migrationReadiness";
import type { Output, Status } from "../output";
import { withoutPasswords } from "../passwords";

/** Guest and hosts that the command asks about. */
export interface Question {
    readonly domain: string;
    /** URI of the host where the guest is. */
    readonly from: string;
    /** URIs of the hosts to migrate to. */
    readonly to: readonly string[];
}

/**
 * Asks the hosts at the same time, and prints what they say.
 *
 * @returns 0 if the guest can migrate to each, 1 if it cannot, 2 if a host did not answer or the guest is missing
 */
export async function ready(
    connect: (uri: string) => Libvirt,
    { domain, from, to }: Question,
    form: (readiness: MigrationReadiness) => string,
    { out, complain }: Output,
): Promise<Status> {
    const survey = (uri: string): Survey => new Survey(connect(uri));
    try {
        const readiness = await migrationReadiness(survey(from), domain, [...new Set(to)].map(survey));
        out(form(withoutPasswords(readiness, [from, ...to])));
        if (readiness.hosts.some(({ answered }) => !answered)) return 2;
        return readiness.ready ? 0 : 1;
    } catch (error) {
        rethrowMistake(error);
        complain(messageOf(error));
        return 2;
    }
}
