import { ignoreNotFound } from "../libvirt/errors";
import type { Surveys } from "../host/survey";
import { applyPlan } from "./apply";
import { planOnGuest, type PairChange } from "./change";
import type { PriorPair } from "./outputs";
import { hostsOf } from "./place";

/**
 * Takes a pair out of its guest, wherever that is. A guest that migrates meanwhile is missing where the steps are taken, and
 * so it is looked for again until it is without the pair.
 *
 * @param surveysAfresh makes surveys that know nothing yet
 * @throws an error where the guest moves on each time
 */
export async function deletePair(surveysAfresh: () => Surveys, prior: PriorPair): Promise<void> {
    const change: PairChange = { prior, desired: {}, how: prior.args };
    const { domainUuid } = prior.outputs;
    const hosts = hostsOf(prior);
    const others = hosts.uris.length - 1;
    for (let moves = 0; moves <= others; moves += 1) {
        const planned = await planOnGuest(surveysAfresh(), domainUuid, hosts, change);
        if (!planned || planned.plan.steps.length === 0) return;
        const isLast = others > 0 && moves === others;
        await (isLast ? applyPlan(planned, change) : ignoreNotFound(() => applyPlan(planned, change)));
    }
}
