import type { Survey, Surveys } from "../host/survey";
import type { Kind, Prior } from "../lifecycle/kind";
import { ignoreFailure } from "../lifecycle/mistakes";
import { ignoreNotFound } from "../libvirt/errors";
import { judge, ruleSets } from "../rules";
import { updatePool } from "./apply";
import { hostdevNetworkFields, REPLACE_ON, withHostdevNetworkDefaults, type HostdevNetworkArgs } from "./args";
import { createPool } from "./create";
import { deletePool } from "./delete";
import { effects, refusals } from "./effects";
import { checkPool } from "./hostCheck";
import { observePool, stateOf } from "./observe";
import { outputsOf, type PoolOutputs } from "./outputs";
import { makerOnHost } from "./takeOver";

export const hostdevNetwork: Kind<HostdevNetworkArgs, PoolOutputs> = {
    title: "network",
    running: "running network",
    subjectOf: ({ name }) => (typeof name === "string" ? name : undefined),
    fields: hostdevNetworkFields,
    replaceOn: REPLACE_ON,
    onRename: "replaces the network",
    withDefaults: withHostdevNetworkDefaults,
    outputsOf,
    judge: (desired, blocked) => judge(ruleSets.network.rules, desired, blocked),
    declare(operation, { uri, name, active = true, pf, addresses, portgroups }) {
        if (uri !== undefined && name !== undefined)
            operation.declare({ uri, name, active, pf, addresses, portgroups });
    },
    checkOnHost: checkPool,
    // nothing becomes of a network that vanishes meanwhile
    effects: async (surveys, desired, prior) =>
        (await ignoreNotFound(() => effects(surveys(desired.uri), desired, prior))) ?? [],
    refusals: async (surveys, desired, prior) =>
        (await ignoreNotFound(() => refusals(surveys(desired.uri), desired, prior))) ?? [],
    create: (surveys, desired, begun) => createPool(surveys(desired.uri), desired, begun),
    observe: async (surveys, prior) =>
        (await observePool(surveys(prior.args.uri), prior)) ?? { missingOn: [prior.args.uri] },
    update: (surveys, prior, desired) => updatePool(surveys(desired.uri), prior, desired),
    async objects(surveys, made) {
        return [await objectOf(surveys, made)];
    },
    async notTaken(surveys, prior, taken) {
        if (taken.has(await objectOf(surveys, prior))) return undefined;
        return (await isOfAnother(surveys(prior.args.uri), prior)) ? undefined : prior;
    },
    delete: (surveys, prior, operation) => deletePool(surveys(prior.args.uri), prior, operation),
};

async function objectOf(
    surveys: Surveys,
    { id, args: { uri } }: Prior<HostdevNetworkArgs, PoolOutputs>,
): Promise<string> {
    // it only tells two names of one host apart
    const host = await ignoreFailure(surveys(uri).hostUuid());
    return `network ${id} on ${host ?? uri}`;
}

/** Whether another resource has made it its own since: in an earlier up, or in another stack. */
async function isOfAnother(
    survey: Survey,
    { id, args: { __madeBy } }: Prior<HostdevNetworkArgs, PoolOutputs>,
): Promise<boolean> {
    const actual = await stateOf(survey, id);
    const maker = actual && (await makerOnHost(survey, actual));
    return maker !== undefined && maker !== __madeBy;
}
