import { machineOf } from "../model/domain";
import { inGuestRules, judge, machineRules, partnerOf, type Failure, type Guest } from "../rules";
import { isElement, type XmlNode } from "../xml";
import { devicesIn, type Device } from "./devices";
import { halfOf, judgeHalves, type HalfElement } from "./half";
import { unconcerned, type Judgement } from "./judgement";

/** Judges a `<domain>` as a whole: its teams, and what around them concerns them. */
export function judgeDomain(root: XmlNode): Judgement {
    const devices = devicesIn(root);
    if (!devices.some(({ teaming }) => teaming !== undefined)) return unconcerned(root);
    const runs = root.attrs["id"] !== undefined;
    const halves = new Map<Device, HalfElement>();
    const half = (device: Device): HalfElement => {
        const known = halves.get(device) ?? halfOf(device.node, device.path, runs);
        halves.set(device, known);
        return known;
    };
    const ofTeams = judgeTeams(devices, half);
    const shapes = [...halves.values()].map(({ shape }) => shape);
    return {
        failures: [
            ...shapes.flatMap(({ failures }) => failures),
            ...ofTeams,
            ...judgeGuest({ machine: machineOf(root), devices }),
        ],
        unread: shapes.flatMap(({ unread }) => unread),
        canonical: () =>
            replaced(
                root,
                new Map([...halves].map(([{ node }, { shape }]) => [node, runs ? node : shape.canonical()])),
            ),
    };
}

function judgeTeams(devices: readonly Device[], half: (device: Device) => HalfElement): readonly Failure[] {
    const paired = new Set<Device>();
    const failures = devices
        .filter(({ teaming }) => teaming === "transient")
        .flatMap((transient) => {
            const persistent = partnerOf(transient, devices) as Device | undefined;
            // with a second VF half, what is wrong with the virtio half is wrong once
            if (!persistent || paired.has(persistent)) return judgeHalves({ transient: half(transient) });
            paired.add(persistent);
            return judgeHalves({ persistent: half(persistent), transient: half(transient) });
        });
    const alone = devices.filter((device) => device.teaming === "persistent" && !paired.has(device));
    return [...failures, ...alone.flatMap((device) => judgeHalves({ persistent: half(device) }))];
}

function judgeGuest(guest: Guest): readonly Failure[] {
    const hasVf = guest.devices.some(({ teaming }) => teaming === "transient");
    return [
        ...(hasVf ? judge(machineRules, guest) : []).map((failure) => ({
            ...failure,
            property: "/domain/os/type/@machine",
        })),
        ...judge(inGuestRules, guest),
    ];
}

/** The tree with some of its elements replaced. */
const replaced = (node: XmlNode, by: ReadonlyMap<XmlNode, XmlNode>): XmlNode => ({
    ...node,
    children: node.children.map((child) => (isElement(child) ? (by.get(child) ?? replaced(child, by)) : child)),
});
