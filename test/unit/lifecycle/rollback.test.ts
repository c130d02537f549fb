import assert from "node:assert/strict";
import { LibvirtError, LibvirtLost, LibvirtTimeout, messageOf } from "../../../provider/libvirt/errors";
import { RollbackFailed, withRollback, type Take } from "../../../provider/lifecycle/rollback";

const nothing = (): Promise<void> => Promise.resolve();
const until = (isSo: () => Promise<boolean>): Promise<boolean> => isSo();
const host = { uri: "test:///a", until };
const isDone = (): Promise<boolean> => Promise.resolve(true);
const steps = ["first", "second", "third"] as const;

/** Work in three steps that notes each as it is undone, and fails at the end. */
function work(log: string[], failing: readonly string[] = [], cause = new Error("it broke")) {
    const undo = (what: string) => (): Promise<void> => {
        log.push(what);
        return failing.includes(what) ? Promise.reject(new Error(`no way back from ${what}`)) : Promise.resolve();
    };
    return async (take: Take): Promise<never> => {
        for (const left of steps) await take({ host, left, act: nothing, isDone, undo: undo(left) });
        throw cause;
    };
}

describe("withRollback", () => {
    it("answers what the work answers, and takes nothing back", async () => {
        const log: string[] = [];
        const answer = await withRollback((take) =>
            take({
                host,
                left: "first",
                act: () => Promise.resolve(42),
                isDone,
                undo: () => Promise.resolve(log.push("undone")),
            }),
        );
        assert.deepEqual([answer, log], [42, []]);
    });

    it("takes back what was done, last first, and fails with the same error", async () => {
        const log: string[] = [];
        const cause = new Error("it broke");
        await assert.rejects(withRollback(work(log, [], cause)), (error) => error === cause);
        assert.deepEqual(log, ["third", "second", "first"]);
    });

    it("takes back one after the other", async () => {
        const log: string[] = [];
        const slowly = (left: string) => ({
            host,
            left,
            act: nothing,
            isDone,
            async undo() {
                log.push(`${left} begins`);
                await new Promise(setImmediate);
                log.push(`${left} ends`);
            },
        });
        const failed = withRollback(async (take) => {
            for (const left of ["a", "b"]) await take(slowly(left));
            throw new Error("it broke");
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
                "it broke\nThe provider could not roll back everything. The next up continues from what is left:\n  third: no way back from third\n  first: no way back from first",
            );
            assert.equal(messageOf(error.cause), "it broke");
            return true;
        });
        assert.deepEqual(log, ["third", "second", "first"]);
    });

    const failures = {
        refused: new LibvirtError("virNetworkCreate", 1, 19, "no", "test:///a"),
        "not sent": new LibvirtTimeout("networkStart", "test:///a", 60, "a connection"),
        "not answered in time": new LibvirtTimeout("networkStart", "test:///a", 60, "its answer"),
        "lost on its way": new LibvirtLost("virNetworkCreate", 38, 7, "reset", "test:///a"),
    };
    for (const [what, isTakenBack] of [
        ["refused", false],
        ["not sent", false],
        ["not answered in time", true],
        ["lost on its way", true],
    ] as const)
        it(`${isTakenBack ? "takes a step back, too," : "takes no step back"} that was ${what}`, async () => {
            const log: string[] = [];
            const failed = withRollback((take) =>
                take({
                    host,
                    left: "network a is started",
                    act: () => Promise.reject(failures[what]),
                    isDone,
                    undo: () => Promise.resolve(log.push("undone")),
                }),
            );
            await assert.rejects(failed, (error) => error === failures[what]);
            assert.deepEqual(log, isTakenBack ? ["undone"] : []);
        });

    it("asks a host that has fallen silent once, and names all that is left there", async () => {
        const silence = failures["not sent"];
        const asked: string[] = [];
        const failed = withRollback(async (take) => {
            for (const left of steps)
                await take({
                    host,
                    left,
                    act: () => (left === "third" ? Promise.reject(failures["lost on its way"]) : nothing()),
                    isDone,
                    undo: () => Promise.reject((asked.push(left), silence)),
                });
        });
        await assert.rejects(failed, (error: unknown) => {
            assert.ok(error instanceof RollbackFailed);
            assert.deepEqual(
                error.left,
                ["perhaps third", "second", "first"].map((left) => `${left}: ${silence.message}`),
            );
            return true;
        });
        assert.deepEqual(asked, ["third"]);
    });

    it("undoes a step that had no answer once the host has done it", async () => {
        const log: string[] = [];
        let looks = 0;
        const patient = async (isSo: () => Promise<boolean>): Promise<boolean> => (await isSo()) || patient(isSo);
        const failed = withRollback((take) =>
            take({
                host: { ...host, until: patient },
                left: "network a is started",
                act: () => Promise.reject(failures["lost on its way"]),
                isDone: () => Promise.resolve((looks += 1) === 3),
                undo: () => Promise.resolve(log.push(`undone after ${looks} looks`)),
            }),
        );
        await assert.rejects(failed, (error) => error === failures["lost on its way"]);
        assert.deepEqual(log, ["undone after 3 looks"]);
    });

    it("names a step that had no answer and is not done: it may be done later", async () => {
        const log: string[] = [];
        const failed = withRollback((take) =>
            take({
                host,
                left: "network a is started",
                act: () => Promise.reject(failures["lost on its way"]),
                isDone: () => Promise.resolve(false),
                undo: () => Promise.resolve(log.push("undone")),
            }),
        );
        await assert.rejects(failed, (error: unknown) => {
            assert.ok(error instanceof RollbackFailed);
            assert.deepEqual(error.left, [
                "perhaps network a is started: the host did not answer, and has not done it within 5 s. It may still do it later.",
            ]);
            assert.equal(error.isSilent, false);
            return true;
        });
        assert.deepEqual(log, []);
    });

    it("undoes on one host what a host that is silent keeps it from undoing there", async () => {
        const log: string[] = [];
        const failed = withRollback(async (take) => {
            for (const [on, left] of [
                [{ uri: "test:///b", until }, "second"],
                [host, "first"],
            ] as const)
                await take({ host: on, left, act: nothing, isDone, undo: () => Promise.resolve(log.push(left)) });
            throw failures["not sent"];
        });
        await assert.rejects(failed, (error: unknown) => {
            assert.ok(error instanceof RollbackFailed);
            assert.deepEqual([error.left, error.isSilent], [[`first: ${failures["not sent"].message}`], true]);
            return true;
        });
        assert.deepEqual(log, ["second"]);
    });
});
