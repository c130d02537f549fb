import assert from "node:assert/strict";
import { momentsOf, type Carrier, type Ping } from "../../../lab/twoHosts/moments";
import { report } from "../../../lab/twoHosts/report";

const vf1: Carrier = { host: "kvm1", half: "VF" };
const virtio1: Carrier = { host: "kvm1", half: "virtio half" };
const virtio2: Carrier = { host: "kvm2", half: "virtio half" };
const vf2: Carrier = { host: "kvm2", half: "VF" };

const over = (carrier: Carrier, count: number): readonly Ping[] =>
    Array.from({ length: count }, () => ({ answeredOver: carrier }));
const lost = (count: number): readonly Ping[] => Array.from({ length: count }, () => ({}));

const migration = [
    ...over(vf1, 3),
    ...lost(1),
    ...over(virtio1, 2),
    ...lost(6),
    ...over(virtio2, 4),
    ...lost(2),
    ...over(vf2, 5),
];

describe("the moments of a guest under ping", () => {
    it("are where another half, or another host, begins to answer", () => {
        assert.deepEqual(momentsOf(migration), [
            { name: "unplug", from: vf1, to: virtio1, lost: 1 },
            { name: "switchover", from: virtio1, to: virtio2, lost: 6 },
            { name: "plug-in", from: virtio2, to: vf2, lost: 2 },
        ]);
    });

    it("count also where nothing was lost, and what was lost while nothing changed", () => {
        const pings = [...over(vf1, 1), ...over(virtio1, 1), ...lost(2), ...over(virtio1, 1), ...over(vf1, 1)];
        assert.deepEqual(momentsOf(pings), [
            { name: "unplug", from: vf1, to: virtio1, lost: 0 },
            { name: "between", from: virtio1, to: virtio1, lost: 2 },
            { name: "plug-in", from: virtio1, to: vf1, lost: 0 },
        ]);
    });

    it("need an answer before and after", () => {
        assert.deepEqual(momentsOf([...lost(2), ...over(vf1, 1), ...lost(2)]), []);
    });

    it("are told a line each, with what carried the answers in between", () => {
        assert.deepEqual(report("migration", migration), [
            "migration: 23 pings, 9 lost",
            "  unplug        1 lost (0.2 s)  VF of kvm1 -> virtio half of kvm1",
            "  switchover    6 lost (1.2 s)  virtio half of kvm1 -> virtio half of kvm2",
            "  plug-in       2 lost (0.4 s)  virtio half of kvm2 -> VF of kvm2",
            "  answers: 3 over the VF of kvm1, 2 over the virtio half of kvm1, 4 over the virtio half of kvm2, 5 over the VF of kvm2",
        ]);
    });
});
