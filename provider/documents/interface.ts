import { childOf, type XmlNode } from "../xml";
import { halfOf, judgeHalves } from "./half";
import { unconcerned, type Judgement } from "./judgement";
import { roleOf } from "./role";

/** Judges an `<interface>` by itself, as half of a team whose other half is elsewhere. */
export function judgeInterface(root: XmlNode): Judgement {
    const teaming = childOf(root, "teaming");
    if (!teaming) return unconcerned(root);
    const half = halfOf(root, "/interface", false);
    const { failures, unread, canonical } = half.shape;
    return { failures: [...failures, ...judgeHalves({ [roleOf(teaming)]: half })], unread, canonical };
}
