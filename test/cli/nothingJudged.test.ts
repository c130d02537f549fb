import assert from "node:assert/strict";
import type { Log } from "sarif";
import { command } from "../support/command";
import { lintFolder } from "./lintFolder";

describe("the command lint, given files that hold neither pool nor team", () => {
    const { at, file } = lintFolder();
    before(() => {
        file("nat.xml", "<network><name>lan</name><forward mode='nat'/></network>");
        file("guest.xml", "<domain><name>web1</name><devices><interface type='user'/></devices></domain>");
        file("storage.xml", "<pool type='dir'><name>x</name></pool>");
        file("foward.xml", "<network><name>p</name><foward mode='hostdev'/></network>");
        file("netwrok.xml", "<netwrok><name>p</name></netwrok>");
        file("html.xml", "<html/>");
        file("status.xml", "<domstatus><domain><name>web1</name></domain></domstatus>");
    });
    const NEITHER = ["nat.xml", "guest.xml", "storage.xml"] as const;

    it("counts them, and does not say that nothing was found in them", async () => {
        assert.deepEqual(await command(["lint", ...NEITHER.map(at)]), {
            status: 0,
            out: "3 files: 3 without a pool or a pair\n",
            err: "",
        });
        assert.deepEqual(await command(["lint", at("good.xml"), ...NEITHER.map(at)]), {
            status: 0,
            out: "4 files: 1 judged, 3 without a pool or a pair; no findings\n",
            err: "",
        });
    });

    it("judges what was meant to be a pool", async () => {
        const { status, out } = await command(["lint", at("foward.xml")]);
        assert.equal(status, 1);
        assert.match(out, /: error: \/network\/foward\[1\]: [^]*\n1 file: 1 judged; 1 error, 0 warnings\n$/);
    });

    it("says that it cannot judge an unknown root, and ends with 2", async () => {
        const ROOTS = "<network>, <domain>, <interface>, <hostdev>";
        const files = ["good.xml", "netwrok.xml", "html.xml", "status.xml"].map(at);
        assert.deepEqual(await command(["lint", ...files]), {
            status: 2,
            out: "4 files: 1 judged, 3 not judged; no findings\n",
            err:
                `${at("netwrok.xml")}: its root <netwrok> is none that can be judged. Write <network>.\n` +
                `${at("html.xml")}: its root <html> is none that can be judged. Give a file with one of ${ROOTS}.\n` +
                `${at("status.xml")}: its root <domstatus> is none that can be judged. Give a file with one of ${ROOTS}.\n`,
        });
    });

    it("says so in --json", async () => {
        const { out } = await command(["lint", "--json", ...["good.xml", "nat.xml", "html.xml"].map(at)]);
        const entries = JSON.parse(out) as readonly { readonly judged: boolean; readonly problem?: string }[];
        assert.deepEqual(
            entries.map(({ judged, problem }) => [judged, problem !== undefined]),
            [
                [true, false],
                [false, false],
                [false, true],
            ],
        );
    });

    it("says so in --sarif, as a note", async () => {
        const { status, out } = await command(["lint", "--sarif", at("good.xml"), at("nat.xml")]);
        const { runs } = JSON.parse(out) as Log;
        const [invocation] = runs[0]?.invocations ?? [];
        assert.deepEqual(
            [
                status,
                invocation?.executionSuccessful,
                invocation?.toolExecutionNotifications?.map(({ level, message, locations }) => [
                    level,
                    message.text,
                    locations?.[0]?.physicalLocation?.artifactLocation?.uri,
                ]),
            ],
            [0, true, [["note", "has no pool of VFs and no teamed NIC", at("nat.xml")]]],
        );
    });
});
