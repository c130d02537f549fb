import assert from "node:assert/strict";
import { messageOf } from "../../../provider/libvirt/errors";
import { RollbackFailed, withRollback, type OnRollback } from "../../../provider/lifecycle/rollback";

/** Work in three parts that notes each part, and fails at the end. */
function work(log: string[], failing: readonly string[] = []): (done: OnRollback) => Promise<never> {
    const undo = (what: string) => (): Promise<void> => {
        log.push(what);
        return failing.includes(what) ? Promise.reject(new Error(`no way back from ${what}`)) : Promise.resolve();
    };
    return (done) => {
        for (const what of ["first", "second", "third"]) done(what, undo(what));
        return Promise.reject(new Error("it broke"));
    };
}

describe("withRollback", () => {
    it("answers what the work answers, and takes nothing back", async () => {
        const log: string[] = [];
        const answer = await withRollback((done) => {
            done("first", () => Promise.resolve(log.push("undone")));
            return Promise.resolve(42);
        });
        assert.deepEqual([answer, log], [42, []]);
    });

    it("takes back what was done, last first, and fails with the same error", async () => {
        const log: string[] = [];
        const cause = new Error("it broke");
        const failed = withRollback((done) => work(log)(done).catch(() => Promise.reject(cause)));
        await assert.rejects(failed, (error) => error === cause);
        assert.deepEqual(log, ["third", "second", "first"]);
    });

    it("takes back one after the other", async () => {
        const log: string[] = [];
        const slowly = (what: string) => async (): Promise<void> => {
            log.push(`${what} begins`);
            await new Promise(setImmediate);
            log.push(`${what} ends`);
        };
        const failed = withRollback((done) => {
            done("a", slowly("a"));
            done("b", slowly("b"));
            return Promise.reject(new Error("it broke"));
        });
        await assert.rejects(failed, /^Error: it broke$/);
        assert.deepEqual(log, ["b begins", "b ends", "a begins", "a ends"]);
    });

    it("goes on where one cannot be taken back, and names what is left", async () => {
        const log: string[] = [];
        await assert.rejects(withRollback(work(log, ["third", "first"])), (error: unknown) => {
            assert.ok(error instanceof RollbackFailed);
            assert.deepEqual(error.left, ["third: no way back from third", "first: no way back from first"]);
            assert.equal(
                error.message,
                "it broke\nNot all could be rolled back:\n  third: no way back from third\n  first: no way back from first",
            );
            assert.equal(messageOf(error.cause), "it broke");
            return true;
        });
        assert.deepEqual(log, ["third", "second", "first"]);
    });

    it("takes nothing back that was not noted", async () => {
        await assert.rejects(
            withRollback(() => Promise.reject(new Error("at once"))),
            /^Error: at once$/,
        );
    });
});
