import assert from "node:assert/strict";
import { Gathered, MOST_OF_JOB, type Came } from "../../../provider/libvirt/gathered";

/** Jobs that end when the test says so. */
class Jobs {
    /** The objects of each job, in the order in which they went out. */
    readonly sent: (readonly string[])[] = [];
    readonly #ends: {
        readonly resolve: (of: readonly Came<string>[]) => void;
        readonly reject: (e: unknown) => void;
    }[] = [];

    constructor(readonly jobs: number) {}

    readonly gathered = (): Gathered<string> =>
        new Gathered<string>({
            one: async (of) => {
                const [came] = await this.#go([of]);
                assert.ok(came && "answer" in came);
                return came.answer;
            },
            many: (of) => this.#go(of),
            jobs: this.jobs,
            isOfAll: (error) => error === "silence",
        });

    #go(of: readonly string[]): Promise<readonly Came<string>[]> {
        this.sent.push(of);
        return new Promise((resolve, reject) => this.#ends.push({ resolve, reject }));
    }

    /** Ends the job with this number; of its objects, those that are given fail. */
    async end(job: number, ...failing: readonly string[]): Promise<void> {
        const came = this.sent[job]?.map((of) =>
            failing.includes(of) ? { error: `no ${of}` } : { answer: `<${of}>` },
        );
        this.#ends[job]?.resolve(came ?? []);
        await new Promise(setImmediate);
    }

    async fail(job: number, error: string): Promise<void> {
        this.#ends[job]?.reject(error);
        await new Promise(setImmediate);
    }
}

const names = (count: number): readonly string[] => Array.from({ length: count }, (_, number) => `g${number}`);

describe("questions about many objects", () => {
    it("go out at once while a thread is free, and together afterwards", async () => {
        const jobs = new Jobs(2);
        const gathered = jobs.gathered();
        const answers = Promise.all(names(6).map((name) => gathered.ask(name)));
        assert.deepEqual(jobs.sent, [["g0"], ["g1"]]);
        await jobs.end(0);
        assert.deepEqual(jobs.sent.slice(2), [["g2", "g3"]]);
        await jobs.end(1);
        assert.deepEqual(jobs.sent.slice(3), [["g4"]]);
        await jobs.end(3);
        assert.deepEqual(jobs.sent.slice(4), [["g5"]]);
        await jobs.end(2);
        await jobs.end(4);
        assert.deepEqual(
            await answers,
            names(6).map((name) => `<${name}>`),
        );
    });

    it(`go out ${MOST_OF_JOB} in a job at most`, async () => {
        const jobs = new Jobs(1);
        const gathered = jobs.gathered();
        const answers = Promise.all(names(2 + MOST_OF_JOB).map((name) => gathered.ask(name)));
        for (const job of [0, 1, 2]) await jobs.end(job);
        assert.equal((await answers).length, 2 + MOST_OF_JOB);
        assert.deepEqual(
            jobs.sent.map((of) => of.length),
            [1, MOST_OF_JOB, 1],
        );
    });

    it("fail alone where libvirt refuses one", async () => {
        const jobs = new Jobs(1);
        const gathered = jobs.gathered();
        const answers = Promise.allSettled(names(3).map((name) => gathered.ask(name)));
        await jobs.end(0);
        await jobs.end(1, "g1");
        assert.deepEqual(await answers, [
            { status: "fulfilled", value: "<g0>" },
            { status: "rejected", reason: "no g1" },
            { status: "fulfilled", value: "<g2>" },
        ]);
    });

    it("fail all at once where the host is silent, and only those of one job where that fails otherwise", async () => {
        for (const [error, sent] of [
            ["silence", 2],
            ["a lost connection", 3],
        ] as const) {
            const jobs = new Jobs(1);
            const gathered = jobs.gathered();
            const answers = Promise.allSettled(names(2 + MOST_OF_JOB).map((name) => gathered.ask(name)));
            await jobs.end(0);
            await jobs.fail(1, error);
            assert.equal(jobs.sent.length, sent);
            if (sent === 3) await jobs.end(2);
            const failed = (await answers).filter(({ status }) => status === "rejected").length;
            assert.equal(failed, sent === 3 ? MOST_OF_JOB : MOST_OF_JOB + 1);
            const later = gathered.ask("later");
            assert.deepEqual(jobs.sent.at(-1), ["later"]);
            await jobs.end(sent);
            assert.equal(await later, "<later>");
        }
    });
});
