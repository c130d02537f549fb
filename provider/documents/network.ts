import { hostdevNetwork as table, type HostdevNetwork } from "../model/hostdevNetwork";
import { judge, ruleSets } from "../rules";
import { childOf, isElement, xmlPath, type XmlNode } from "../xml";
import { isLiveNetwork, networkAsDefined } from "./liveNetwork";
import { unconcerned, type Judgement } from "./judgement";
import { shaped } from "./shape";

/** Judges a `<network>`. Only pools of VFs are this library's business. */
export function judgeNetwork(root: XmlNode): Judgement {
    if (childOf(root, "forward")?.attrs["mode"] !== "hostdev") return unconcerned(root);
    const live = isLiveNetwork(root);
    const { model, blocked, failures, unread } = shaped(table, live ? networkAsDefined(root) : root, "/network");
    const pathOf = (property: string): string => `/network/${xmlPath(table, property)}`;
    const metadata = (childOf(root, "metadata")?.children ?? []).filter(isElement).map(({ name }) => name);
    return {
        failures: [
            ...failures,
            ...judge(ruleSets.network.rules, model as HostdevNetwork, blocked).map((failure) => ({
                ...failure,
                property: pathOf(failure.property),
            })),
            ...judge(ruleSets.poolDocument.rules, { beside: unread, metadata, live }),
        ],
        unread,
        subjects: [{ pool: model, pathOf }],
        canonical: () => shaped(table, root, "/network").canonical(),
    };
}
