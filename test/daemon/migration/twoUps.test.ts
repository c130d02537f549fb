import assert from "node:assert/strict";
import type { Host } from "../../../lab/host";
import { hostdevNetwork } from "../../../provider/hostdevNetwork";
import { hooksFor, type Hooks, type World } from "../../../provider/lifecycle/hooks";
import type { Properties } from "../../../provider/lifecycle/kind";
import type { Libvirt } from "../../../provider/libvirt";
import { teamedNic } from "../../../provider/teamedNic";
import { HookStack } from "../../support/hookStack";
import { migrate, seenOn, startTwoHosts, type TwoHosts } from "../../support/twoHosts";

/** A host that falls silent is noticed after two seconds of keepalive instead of twenty, and waited for no minute again. */
const IMPATIENT = { keepAlive: { interval: 1, count: 1 }, deadline: 10 };

describe("two ups at once", () => {
    let hosts: TwoHosts;
    let stacks: HookStack[];
    const stackOf = (kind: (world: World) => Hooks, host: Host): HookStack => {
        const stack = new HookStack(kind, host, IMPATIENT);
        stacks.push(stack);
        return stack;
    };
    const pairOn = (host: Host): HookStack => stackOf((world) => hooksFor(teamedNic, world), host);
    const poolOn = (host: Host): HookStack => stackOf((world) => hooksFor(hostdevNetwork, world), host);
    const pair = (name: string, mac: string, uri = hosts.one.uri): Properties => ({
        uri,
        name,
        mac,
        domain: "web1",
        persistent: { network: "lan" },
        transient: { network: "vfpool" },
        migratesTo: [hosts.one.uri, hosts.two.uri].filter((other) => other !== uri),
    });
    const aliases = async (): Promise<readonly string[]> =>
        [...((await seenOn(hosts.two, "web1"))?.running ?? [])].sort();

    beforeEach(async () => {
        stacks = [];
        hosts = await startTwoHosts();
    });
    afterEach(async () => {
        for (const stack of stacks) await stack.close();
        await hosts.stop();
    });

    describe("from two hosts, of one guest that has migrated", () => {
        beforeEach(() => migrate(hosts.one, hosts.two, "web1"));

        it("each give it a pair of its own", async () => {
            const programs = [pair("a", "52:54:00:aa:bb:01"), pair("b", "52:54:00:aa:bb:02", hosts.two.uri)] as const;
            const [one, two] = [pairOn(hosts.one), pairOn(hosts.two)];
            assert.deepEqual(await Promise.all([one.up(programs[0]), two.up(programs[1])]), ["created", "created"]);
            assert.deepEqual(await aliases(), ["ua-a", "ua-a-vf", "ua-b", "ua-b-vf"]);
            for (const [stack, program] of [
                [one, programs[0]],
                [two, programs[1]],
            ] as const)
                assert.deepEqual(await stack.preview(program), {});
        });

        it("give it one pair where both name the same, which the second takes over", async () => {
            const program = pair("a", "52:54:00:aa:bb:01");
            const both = [pairOn(hosts.one), pairOn(hosts.two)];
            assert.deepEqual(await Promise.all(both.map((stack) => stack.up(program))), ["created", "created"]);
            assert.deepEqual(await aliases(), ["ua-a", "ua-a-vf"]);
            for (const stack of both) assert.deepEqual(await stack.preview(program), {});
        });
    });

    describe("of two hosts, of which one stops answering in the middle", () => {
        const pool: Properties = { name: "vfs", mode: "hostdev", pf: "enp8s0f0" };
        type Case = readonly [
            call: keyof Libvirt,
            make: (host: Host) => HookStack,
            () => Properties,
            prior?: Properties,
        ];
        const cases: readonly Case[] = [
            ["networkDefine", poolOn, () => pool],
            ["networkStart", poolOn, () => pool],
            ["networkStop", poolOn, () => ({ ...pool, vlan: 42 }), pool],
            ["attachDevice", pairOn, () => pair("a", "52:54:00:aa:bb:01")],
        ];
        for (const [call, make, program, prior] of cases)
            it(`(before ${call}), finish on the other host, say which host it is, and finish here next time`, async () => {
                const [silent, other] = [make(hosts.one), poolOn(hosts.two)];
                if (prior) await silent.up(prior);
                silent.meanwhile = (asked) => {
                    if (asked === call) process.kill(hosts.one.pid, "SIGSTOP");
                    return Promise.resolve();
                };
                const [failed, done] = await Promise.allSettled([silent.up(program()), other.up(pool)]);
                process.kill(hosts.one.pid, "SIGCONT");
                assert.deepEqual(done, { status: "fulfilled", value: "created" });
                assert.equal(failed.status, "rejected");
                assert.ok(String(failed.reason).includes(hosts.one.uri), String(failed.reason));
                silent.meanwhile = undefined;
                await silent.close();
                await silent.up(program());
                await silent.assertSettled(program());
                await other.assertSettled(pool);
            });
    });
});
