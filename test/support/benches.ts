import assert from "node:assert/strict";
import { worstDocuments } from "../../lab/worstDocuments";
import type { Figure } from "../../bench/measure";
import { measurements, type MeasurementName } from "../../bench/measurements";

/** What a small run of a measurement needs beside node, and the figures that it gives, as `name [unit]`. */
interface Expected {
    readonly needs: Needs;
    readonly positive: readonly string[];
    /** Differences of two times: noise makes them negative. */
    readonly differences?: readonly string[];
}
export type Needs = "nothing" | "a daemon" | "a daemon and Pulumi";

/** Every measurement: the compiler refuses one without an entry. */
const EXPECTED: Readonly<Record<MeasurementName, Expected>> = {
    call: {
        needs: "a daemon",
        positive: [
            "look-up and XML of a network, through the client [ms]",
            "the same by a spawned virsh [ms]",
            "the client is faster [times]",
        ],
    },
    fleet: {
        needs: "a daemon and Pulumi",
        positive: [
            "preview of 9 resources whose hooks do nothing [ms]",
            "preview of 3 unchanged pools and 6 pairs [ms]",
            "pools and pairs take as long [times]",
            "the same in processor time [times]",
            "in the hooks' process: loading the hooks [ms]",
            "in the hooks' process: what they compute [ms]",
            "in the hooks' process: of that, reading XML [ms]",
            "for each pool [round trips]",
            "for each guest [round trips]",
            "to list networks and guests [round trips]",
            "to open and close connections, and of devices [round trips]",
        ],
        differences: ["in the hooks' process: what they wait for libvirt [ms]"],
    },
    lint: {
        needs: "nothing",
        positive: [
            "fast-xml-parser alone: 10 guests of 10 interfaces [ms]",
            "lint of them [ms]",
            "lint takes [times]",
            "most memory for 10 files [MB]",
            "most memory for 30 files [MB]",
            "three times the files take [times]",
            "all rules on one TeamedNic [ms]",
        ],
    },
    load: {
        needs: "a daemon",
        positive: [
            ...[
                "preview of a new pool and 3 new pairs",
                "up of them, 1 on running guests",
                "preview of them, unchanged",
                "the same with another pair",
                "map",
                "lint --host of 3 guests",
                "destroy",
            ].flatMap((title) => [`${title}: calls [round trips]`, `${title}: time [ms]`, `${title}: memory [MB]`]),
            "another pair, for each other guest; 12 guests (2 running), 4 networks [round trips]",
        ],
    },
    pairs: {
        needs: "a daemon and Pulumi",
        positive: [
            "pulumi up of 2 resources whose hooks do nothing [ms]",
            "pulumi up of 2 pairs on 2 running guests [ms]",
            "pulumi up, as many times the calls [times]",
            "4 attach calls through the client [ms]",
        ],
        differences: ["what the pairs add to it [ms]", "the pairs take as long as the calls [times]"],
    },
    pipeline: {
        needs: "nothing",
        positive: ["a teamed NIC of 10 [ms]", "a teamed NIC of 100 [ms]", "100 take as long as 10 [times]"],
    },
    preview: {
        needs: "a daemon and Pulumi",
        positive: [
            "preview of 3 resources whose hooks do nothing [ms]",
            "preview of 3 unchanged pools [ms]",
            "the pools take as long [times]",
            "for each pool [round trips]",
            "to list all networks [round trips]",
            "to open and close connections [round trips]",
            "to the host [connections]",
        ],
    },
    registration: {
        needs: "nothing",
        positive: [
            "registering 3 plain dynamic resources [ms]",
            "registering 3 pools [ms]",
            "the pools take as long [times]",
            "a program with 3 plain dynamic resources [MB]",
            "a program with 3 pools [MB]",
            "the pools take as much memory [times]",
        ],
    },
    ssh: {
        needs: "a daemon and Pulumi",
        positive: [
            "preview of 2 pairs over a unix socket, without opening it [ms]",
            "the same over ssh, without the login [ms]",
            "over ssh it takes as long [times]",
            "to open a connection over ssh [ms]",
        ],
    },
    start: {
        needs: "a daemon and Pulumi",
        positive: [
            "preview of a pool, as Pulumi does it",
            "preview of a provider that does nothing, as Pulumi does it",
            "preview of a pool, with noCheck",
            "preview of a pool, by tsx",
            "preview of a pool, compiled before",
            "preview of a pool, with a compile cache",
            "preview of a pool, without a refresh",
            "preview of a pool, compiled before, with a compile cache",
            "preview of a pool, compiled before, with a compile cache, without a refresh",
        ].flatMap((title) => [
            `${title} [ms]`,
            `${title}, against the first [times]`,
            `${title}, against the first in processor time [times]`,
        ]),
    },
    worst: {
        needs: "nothing",
        positive: Object.keys(worstDocuments).map((kind) => `lint takes, of fast-xml-parser, for ${kind} [times]`),
    },
};

/** A test of each measurement that needs just this: that it runs, in small. Its targets are for a quiet machine, and not asked. */
export function testBenchesThatNeed(needs: Needs): void {
    for (const [name, expected] of Object.entries(EXPECTED) as [MeasurementName, Expected][]) {
        if (expected.needs !== needs) continue;
        it(`${name} gives all its figures`, async function () {
            this.timeout(600_000); // catches a hang
            checkFigures(await measurements[name]("small"), expected);
        });
    }
}

function checkFigures(figures: readonly Figure[], { positive, differences = [] }: Expected): void {
    const labelled = figures.map(({ what, unit, median, min, max }) => {
        return { label: `${what} [${unit}]`, values: [median, min, max] };
    });
    const labels = labelled.map(({ label }) => label);
    assert.deepEqual(labels.sort(), [...positive, ...differences].sort());
    for (const { label, values } of labelled) {
        const isGood = (value: number): boolean => Number.isFinite(value) && (value > 0 || differences.includes(label));
        assert.ok(values.every(isGood), `${label}: ${values.join(", ")}`);
    }
}
