import { childOf, type XmlNode } from "../xml";
import { halfOf, judgeHalves, subjectOf } from "./half";
import { unconcerned, type Judgement } from "./judgement";
import { roleOf } from "./role";

/** Judges an `<interface>` by itself, as half of a team whose other half is elsewhere. */
export function judgeInterface(root: XmlNode): Judgement {
    const teaming = childOf(root, "teaming");
    if (!teaming) return unconcerned(root);
    const half = halfOf(root, "/interface", false);
    const { failures, unread, canonical } = half.shape;
    const halves = { [roleOf(teaming)]: half };
    return {
        failures: [...failures, ...judgeHalves(halves)],
        unread,
        subjects: [subjectOf(halves, "/interface")],
        canonical,
    };
}
