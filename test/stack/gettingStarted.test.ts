import assert from "node:assert/strict";
import { mkdir, mkdtemp, readFile, rm } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { pulumiEnvironment } from "../../lab/environment";
import { guestXml, plainNetworkXml, startHost, type Host } from "../../lab/host";
import { projectRoot } from "../../lab/places";
import { Reader, stepsOf, type Step } from "../support/followed";
import { packInto } from "../support/packed";
import { stateOf } from "../support/testHost";

const read = (file: string): Promise<string> => readFile(join(projectRoot, file), "utf8");

/** Takes what the README tells a project to run and to write, without the part for the clone. */
async function stepsOfReadme(): Promise<readonly Step[]> {
    const readme = await read("README.md");
    const section = readme.slice(readme.indexOf("## Install and run"), readme.indexOf("## What a preview shows"));
    const commands = [...section.matchAll(/^ {4}((?:npm install|pulumi) .*)$/gm)].map(([, line = ""]) => line);
    const program = stepsOf(section.replace("```ts\n", "```ts\n// index.ts\n")).filter(({ kind }) => kind === "file");
    return [
        { kind: "commands", text: commands.slice(0, 1).join("\n") },
        ...program,
        { kind: "commands", text: commands.slice(1).join("\n") },
    ];
}

describe("a reader with an empty folder, the packed package and nothing but the documents", () => {
    let host: Host;
    let folder: string;
    let reader: Reader;

    before(async () => {
        host = await startHost();
        await host.virsh("define", await host.file(guestXml("web1")));
        await host.virsh("net-define", await host.file(plainNetworkXml("lan")));
        await host.virsh("net-start", "lan");
        folder = await mkdtemp(join(tmpdir(), "reader-"));
        const [packed, backend] = [join(folder, "packed"), join(folder, "backend")];
        for (const each of [packed, backend]) await mkdir(each);
        const tarball = await packInto(packed);
        reader = new Reader(folder, await pulumiEnvironment({ home: join(folder, "home"), backend }), {
            "/path/to/pulumi-libvirt-teaming-0.1.0.tgz": tarball,
            "qemu+ssh://root@kvm1/system": `'${host.uri}'`,
        });
    });
    after(async () => {
        await rm(folder, { recursive: true, force: true });
        await host.stop();
    });

    it("gets from docs/getting-started.md to drift on the screen, and leaves the host as it was", async () => {
        const untouched = await stateOf(host);
        assert.deepEqual(await reader.follow(stepsOf(await read("docs/getting-started.md"))), []);
        assert.equal(await stateOf(host), untouched);
    });

    it("gets from the README to a pair on the host", async () => {
        await reader.follow([...(await stepsOfReadme()).map((step) => withoutQuestions(step))]);
        assert.deepEqual((await host.virsh("dumpxml", "web1", "--inactive")).match(/<teaming[^>]*>/g), [
            "<teaming type='persistent'/>",
            "<teaming type='transient' persistent='ua-net0'/>",
        ]);
        await reader.follow([{ kind: "commands", text: "pulumi destroy --yes" }]);
    });
});

/** A test has nobody who answers up's question. */
const withoutQuestions = (step: Step): Step =>
    step.kind === "commands" ? { kind: "commands", text: step.text.replace(/^pulumi up$/m, "pulumi up --yes") } : step;
