import { childOf, type XmlNode } from "../xml";
import { halfOf, judgeHalves, subjectOf } from "./half";
import { meantHalves } from "./meant";
import { unconcerned, type Judgement } from "./judgement";
import { roleOf } from "./role";

/** The alias of the half that is elsewhere is what this one says that it is. */
const OF_PARTNER = { "persistent.alias": "transient.persistent" } as const;

/** Judges an `<interface>` or a `<hostdev>` by itself, as half of a team whose other half is elsewhere. */
export function judgeInterface(root: XmlNode): Judgement {
    const at = `/${root.name}`;
    const teaming = childOf(root, "teaming");
    if (!teaming) return unconcerned(root, meantHalves([[at, root]]));
    const half = halfOf(root, at, false);
    const { failures, unread, canonical } = half.shape;
    const halves = { [roleOf(teaming)]: half };
    return {
        failures: [...failures, ...judgeHalves(halves, teaming.attrs["persistent"] === undefined ? {} : OF_PARTNER)],
        unread,
        subjects: [subjectOf(halves, at)],
        canonical,
    };
}
