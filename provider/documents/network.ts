import { hostdevNetwork as table, type HostdevNetwork } from "../model/hostdevNetwork";
import { judge, ruleSets } from "../rules";
import { childOf, isElement, xmlPath, type XmlNode } from "../xml";
import { meantPool, textsIn } from "./meant";
import { isLiveNetwork, networkAsDefined } from "./liveNetwork";
import { unconcerned, type Judgement } from "./judgement";
import { repeatedIn } from "./repeated";
import { shaped } from "./shape";
import { knownTo } from "./words";

const SECOND_PF = "/network/forward/pf";
const withoutNumbers = (path: string): string => path.replaceAll(/\[\d+\]/g, "");

/** Judges a `<network>`. Only pools of VFs are this library's business. */
export function judgeNetwork(root: XmlNode): Judgement {
    if (childOf(root, "forward")?.attrs["mode"] !== "hostdev") return unconcerned(root, meantPool(root));
    const live = isLiveNetwork(root);
    const { model, blocked, failures, unread } = shaped(table, live ? networkAsDefined(root) : root, "/network");
    const pathOf = (property: string): string => `/network/${xmlPath(table, property)}`;
    // an element that stands twice is known, and found as such
    const repeated = new Set(repeatedIn(knownTo(table), root, "/network").map(withoutNumbers));
    const beside = unread.filter((path) => path === SECOND_PF || !repeated.has(withoutNumbers(path)));
    const metadata = (childOf(root, "metadata")?.children ?? []).filter(isElement).map(({ name }) => name);
    return {
        failures: [
            ...failures,
            ...judge(ruleSets.network.rules, model as HostdevNetwork, blocked).map((failure) => ({
                ...failure,
                property: pathOf(failure.property),
            })),
            ...judge(ruleSets.poolDocument.rules, { beside, metadata, live }),
            ...judge(ruleSets.text.rules, { uuids: textsIn(root, "uuid"), names: textsIn(root, "name") }),
        ],
        unread,
        subjects: [{ pool: model, pathOf }],
        canonical: () => shaped(table, root, "/network").canonical(),
    };
}
