import assert from "node:assert/strict";
import { startHost, type Host } from "../../../lab/host";
import { assertInstalled, close, connect } from "../../../provider/libvirt";
import { hostdevNetwork } from "../../../provider/hostdevNetwork";
import { hooksFor, type Hooks } from "../../../provider/lifecycle/hooks";
import type { Properties } from "../../../provider/lifecycle/kind";
import { Operation } from "../../../provider/lifecycle/operation";
import { CountedSsh } from "../../support/countedSsh";
import { wholePreview, type InStack } from "../../support/wholePreview";

const POOLS_OF_HOST = 10;

describe("a stack on two hosts over ssh", () => {
    let hosts: readonly [Host, Host];
    let ssh: CountedSsh;

    before(async () => {
        hosts = await Promise.all([startHost(), startHost()]);
        const [kvm1, kvm2] = hosts;
        ssh = await CountedSsh.create({ kvm1, kvm2 });
    });
    afterEach(async () => {
        await close();
        await ssh.logins();
    });
    after(async () => {
        await ssh.remove();
        await Promise.all(hosts.map((host) => host.stop()));
    });

    /** Of a run that begins now. */
    const newHooks = (): Hooks =>
        hooksFor(hostdevNetwork, {
            assertInstalled,
            operation: new Operation(connect),
            say: () => undefined,
            warn: () => undefined,
        });

    /** Pools that are stopped, so that the VFs do not limit how many there are. */
    const program: readonly Properties[] = ["kvm1", "kvm2"].flatMap((host) =>
        Array.from({ length: POOLS_OF_HOST }, (_, i) => {
            return { name: `pool${i}`, pf: "enp7s0f0", active: false, uri: `qemu+ssh://root@${host}/system` };
        }),
    );

    async function create(hooks: Hooks, says: Properties): Promise<InStack> {
        const { inputs, failures } = await hooks.check({}, says);
        assert.deepEqual(failures, []);
        const { id, outs } = await hooks.create(inputs);
        return { hooks, says, held: { id, inputs, outs } };
    }

    it("costs one login a host, in up and in each preview", async () => {
        const first = newHooks();
        const stack = await Promise.all(program.map((says) => create(first, says)));
        assert.deepEqual(await ssh.logins(), ["kvm1", "kvm2"]);

        await close();
        const hooks = newHooks();
        const previewed = await wholePreview(
            stack.map(({ says, held }) => ({ hooks, says, ...(held ? { held } : {}) })),
        );
        assert.deepEqual(
            previewed.map(({ changes }) => changes),
            program.map(() => false),
        );
        assert.deepEqual(await ssh.logins(), ["kvm1", "kvm2"]);
    });

    it("costs one more login for a host whose daemon was killed and started, however many read at that moment", async () => {
        const [kvm1] = hosts;
        const uri = ssh.uri("kvm1");
        await connect(uri).networks();
        await kvm1.kill();
        await kvm1.restart();
        const reads = await Promise.all([1, 2, 3, 4].map(() => connect(uri).nodeDevices()));
        for (const names of reads) assert.ok(names.includes("pci_0000_07_00_0"), names.join(" "));
        assert.deepEqual(await ssh.logins(), ["kvm1", "kvm1"]);
    });
});
