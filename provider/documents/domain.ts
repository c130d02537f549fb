import { machineOf } from "../model/domain";
import { inGuestRules, judge, ruleSets, type Failure, type Guest } from "../rules";
import { childOf, defined, isElement, textOf, type XmlNode } from "../xml";
import { devicesIn, type Device } from "./devices";
import { halfOf, judgeHalves, subjectOf, type HalfElement, type Halves } from "./half";
import { meantDevices, meantHalves, textsIn } from "./meant";
import { unconcerned, type Judgement } from "./judgement";
import { pairsIn } from "./pairs";

/** Judges a `<domain>` as a whole: its teams, and what around them concerns them. */
export function judgeDomain(root: XmlNode): Judgement {
    const devices = devicesIn(root);
    const meant = [...meantDevices(root), ...meantHalves(devices.map(({ path, node }) => [path, node]))];
    if (!devices.some(({ teaming }) => teaming !== undefined)) return unconcerned(root, meant);
    const runs = root.attrs["id"] !== undefined;
    const teams = teamsIn(devices, runs);
    const halves = new Set(teams.flatMap(({ persistent, transient }) => [persistent ?? [], transient ?? []].flat()));
    const shapes = [...halves].map(({ shape }) => shape);
    const name = childOf(root, "name");
    return {
        failures: [
            ...shapes.flatMap(({ failures }) => failures),
            ...teams.flatMap((team) => judgeHalves(team)),
            ...meant,
            ...judge(ruleSets.text.rules, { uuids: textsIn(root, "uuid"), names: textsIn(root, "name") }),
            ...judgeGuest({ machine: machineOf(root), devices }),
        ],
        unread: shapes.flatMap(({ unread }) => unread),
        subjects: teams.map((team) => subjectOf(team, MACHINE, name && textOf(name))),
        canonical: () =>
            replaced(root, new Map([...halves].map(({ node, shape }) => [node, runs ? node : shape.canonical()]))),
    };
}

const MACHINE = "/domain/os/type/@machine";

/** Returns the pairs of a guest, each virtio half in one of them: with a second VF half, what is wrong with it is wrong once. */
function teamsIn(devices: readonly Device[], runs: boolean): readonly Halves[] {
    const half = ({ node, path }: Device): HalfElement => halfOf(node, path, runs);
    const judged = new Set<Device>();
    return pairsIn(devices).map(({ persistent, transient }): Halves => {
        const isFirst = persistent !== undefined && !judged.has(persistent);
        if (isFirst) judged.add(persistent);
        return defined({
            persistent: isFirst ? half(persistent) : undefined,
            transient: transient && half(transient),
        });
    });
}

function judgeGuest(guest: Guest): readonly Failure[] {
    const hasVf = guest.devices.some(({ teaming }) => teaming === "transient");
    return [
        ...(hasVf ? judge(ruleSets.machine.rules, guest) : []).map((failure) => ({
            ...failure,
            property: MACHINE,
        })),
        ...judge(inGuestRules, guest),
    ];
}

/** The tree with some of its elements replaced. */
const replaced = (node: XmlNode, by: ReadonlyMap<XmlNode, XmlNode>): XmlNode => ({
    ...node,
    children: node.children.map((child) => (isElement(child) ? (by.get(child) ?? replaced(child, by)) : child)),
});
