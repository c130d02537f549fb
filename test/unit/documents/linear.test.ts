import assert from "node:assert/strict";
import { textReporter } from "../../../cli/lint/text";
import { SchemaJudge } from "../../../cli/lint/schemaJudge";
import { worstDocuments, type WorstDocument } from "../../../lab/worstDocuments";
import { devicesIn, judgeDocument, pairsIn, type Device } from "../../../provider/documents";
import { inGuestRules, judge } from "../../../provider/rules";
import { read } from "../../../provider/xml";

/** Lengths of a document. What grows with the square takes 64 times as long for the longer one. */
const SHORT = 16_000;
const TIMES = 8;
const LONG = TIMES * SHORT;
/** Milliseconds that the processor's clock may miss. */
const RESOLUTION = 1;
/** Between 8 times, which is linear, and 64: a busy machine makes neither of the other. */
const MOST = 40;
/** The shortest of several times is what the work takes; the rest is the machine's. A linear kind needs two or three. */
const ROUNDS = 10;

/** Milliseconds of the processor that this process has had: others at the machine do not count. */
const processorTime = (): number => process.cpuUsage().user / 1000;

/** Reads a document, judges it, and makes words of each finding. */
function judged(xml: string): number {
    const begin = processorTime();
    const { failures, unread, isJudged } = judgeDocument(xml);
    let length = 0;
    for (const text of textReporter(false, "docs/rules.md").file({ file: "a.xml", isJudged, failures, unread }))
        length += text.length;
    assert.ok(length >= 0);
    return processorTime() - begin;
}

/** Finds the pairs of a guest's devices and judges them, without reading and words, which take most of the time. */
function paired(devices: readonly Device[]): number {
    const begin = processorTime();
    assert.ok(pairsIn(devices).length + judge(inGuestRules, { devices }).length > 0);
    return processorTime() - begin;
}

/**
 * Returns how much longer the long document takes, or the first ratio that is small enough. The short one is done as often
 * as it takes the same time where the time is linear: the clock misses what is short.
 */
function growth<T>(short: T, long: T, timeOf: (subject: T) => number): number {
    let [least, most] = [Infinity, Infinity];
    timeOf(short);
    for (let round = 0; round < ROUNDS; round++) {
        const all = Array.from({ length: TIMES }, () => timeOf(short)).reduce((sum, one) => sum + one, 0);
        least = Math.min(least, Math.max(all, RESOLUTION) / TIMES);
        most = Math.min(most, timeOf(long));
        if (most / least < MOST) break;
    }
    return most / least;
}

describe("the time that a document takes", () => {
    for (const kind of Object.keys(worstDocuments) as WorstDocument[])
        it(`grows with its length, of ${kind}`, function () {
            this.timeout(600_000); // catches a hang
            const make = worstDocuments[kind];
            const ratio = growth(make(SHORT), make(LONG), judged);
            assert.ok(ratio < MOST, `8 times the length takes ${ratio.toFixed(1)} times as long`);
        });
});

describe("the time that the devices of a guest take", () => {
    const guests = (Object.keys(worstDocuments) as WorstDocument[]).filter((kind) =>
        devicesIn(read(worstDocuments[kind](SHORT))).some(({ teaming }) => teaming !== undefined),
    );
    for (const kind of guests)
        it(`grows with their number, of ${kind}`, function () {
            this.timeout(600_000); // catches a hang
            const devices = (length: number): readonly Device[] => devicesIn(read(worstDocuments[kind](length)));
            const ratio = growth(devices(5 * SHORT), devices(5 * LONG), paired);
            assert.ok(ratio < MOST, `8 times the devices take ${ratio.toFixed(1)} times as long`);
        });
});

describe("the parts that libvirt's schema refuses", () => {
    it("are looked for in no document of very many parts", async () => {
        const judge = await SchemaJudge.find();
        assert.ok(judge, "libvirt's schemas are missing: install libvirt0");
        const refusedIn = (portgroups: number): readonly string[] => {
            const groups = Array.from({ length: portgroups }, (_, number) => `<portgroup name='g${number}'/>`);
            const root = read(`<network><name>p</name><bogus/>${groups.join("")}</network>`);
            return judge.judge({ root, failures: [] }).map(({ property }) => property);
        };
        assert.deepEqual([refusedIn(10), refusedIn(10_000)], [["/network/bogus[1]"], []]);
    });
});
