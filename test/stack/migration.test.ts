import assert from "node:assert/strict";
import { Stack } from "../support/cliStack";
import { fillPool, migrate, startTwoHosts, type TwoHosts } from "../support/twoHosts";

const [VF, VF_OF_TWO] = ["0000:07:10.0", "0000:07:10.1"];

for (const refresh of [true, false])
    describe(`a migration, seen by a stack that ${refresh ? "refreshes first" : "does not refresh"}`, () => {
        let hosts: TwoHosts;
        let stack: Stack;
        const program = (uri: string, vlan = ""): string => `
new libvirt.TeamedNic("net0", {
    uri: "${uri}", domain: "web1", persistent: { network: "lan" }, transient: { network: "vfpool"${vlan} },
    migratesTo: ["${hosts.one.uri}", "${hosts.two.uri}"].filter((one) => one !== "${uri}"),
});`;
        const outputs = async (): Promise<unknown> => {
            const { outputs: all } = (await stack.resource("net0")) ?? {};
            const { host, vf } = all as { readonly host: string; readonly vf: { readonly address: string } };
            return { host, vf: vf.address };
        };

        before(async () => {
            hosts = await startTwoHosts();
            await fillPool(hosts.two, 1);
            stack = await Stack.create(hosts.one.uri, program(hosts.one.uri), { refresh });
            await stack.up();
        });
        after(async () => {
            await stack.remove();
            await hosts.stop();
        });

        it("is no drift: the preview says where the guest is, and has nothing to do", async () => {
            assert.deepEqual(await outputs(), { host: hosts.one.uri, vf: VF });
            await migrate(hosts.one, hosts.two, "web1");
            const { text, planned } = await stack.previewed();
            assert.deepEqual(planned, {});
            assert.ok(
                text.includes(`net0 on web1: web1 runs on ${hosts.two.uri}, and was on ${hosts.one.uri} before.`),
                text,
            );
            await stack.up();
            if (refresh) assert.deepEqual(await outputs(), { host: hosts.two.uri, vf: VF_OF_TWO });
        });

        it("lets a change reach the guest where it is", async () => {
            await stack.write(program(hosts.one.uri, ", vlan: { tags: [42] }"));
            await stack.up();
            assert.deepEqual(await outputs(), { host: hosts.two.uri, vf: VF_OF_TWO });
            assert.match(await hosts.two.virsh("dumpxml", "web1"), /<tag id='42'\/>/);
        });

        it("lets the program name the new host, which touches nothing", async () => {
            const before = await hosts.two.virsh("dumpxml", "web1");
            await stack.write(program(hosts.two.uri, ", vlan: { tags: [42] }"));
            const { net0 } = await stack.planned();
            // these and no others: the up before has left nothing to do
            assert.deepEqual([net0?.op, [...(net0?.diffs ?? [])].sort()], ["update", ["migratesTo", "uri"]]);
            await stack.up();
            assert.equal(await hosts.two.virsh("dumpxml", "web1"), before);
            assert.deepEqual(await stack.planned(), {});
        });

        it("lets destroy take the pair where the guest is", async () => {
            await stack.destroy();
            assert.doesNotMatch(await hosts.two.virsh("dumpxml", "web1"), /<interface/);
        });
    });
