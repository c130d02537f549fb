import assert from "node:assert/strict";
import type { Host } from "../../../lab/host";
import {
    fillPool,
    holdMigration,
    migrate,
    seenOn,
    startTwoHosts,
    type Sighting,
    type TwoHosts,
} from "../../support/twoHosts";

const PAIR = ["ua-net0", "ua-net0-vf"];
const running = (vf: string, state = "running (migrated)"): Sighting => ({
    state,
    definition: PAIR,
    running: PAIR,
    vf,
});
const leftBehind: Sighting = {
    state: "shut off (migrated)",
    definition: PAIR,
    running: undefined,
    vf: undefined,
};
const VF = "0000:07:10.0";
/** The first VF of host two is in use, so that the guest has another one there. */
const VF_OF_TWO = "0000:07:10.1";

const mac = "<mac address='52:54:00:aa:bb:01'/>";
const HALVES = [
    `<interface type='network'>${mac}<source network='lan'/><model type='virtio'/><teaming type='persistent'/><alias name='ua-net0'/></interface>`,
    `<interface type='network'>${mac}<source network='vfpool'/><model type='virtio'/><teaming type='transient' persistent='ua-net0'/><alias name='ua-net0-vf'/></interface>`,
];
const hostUuid = async (host: Host): Promise<string | undefined> =>
    /<host>\s*<uuid>(.*)<\/uuid>/.exec(await host.virsh("capabilities"))?.[1];

describe("two hosts of the lab", () => {
    let hosts: TwoHosts;
    const seen = (): Promise<readonly (Sighting | undefined)[]> =>
        Promise.all([hosts.one, hosts.two].map((host) => seenOn(host, "web1")));
    const there = (options = {}): Promise<void> => migrate(hosts.one, hosts.two, "web1", options);
    const back = (options = {}): Promise<void> => migrate(hosts.two, hosts.one, "web1", options);

    before(async () => {
        hosts = await startTwoHosts();
        for (const half of HALVES)
            await hosts.one.virsh("attach-device", "web1", await hosts.one.file(half), "--live", "--config");
        await fillPool(hosts.two, 1);
    });
    after(() => hosts.stop());

    it("have UUIDs of their own, which they keep when the daemon restarts", async () => {
        const before = [await hostUuid(hosts.one), await hostUuid(hosts.two)];
        assert.match(before[0] ?? "", /^[0-9a-f-]{36}$/);
        assert.notEqual(before[0], before[1]);
        await hosts.two.restart();
        assert.equal(await hostUuid(hosts.two), before[1]);
    });

    it("migrate a teamed guest with its definition, and back", async () => {
        assert.deepEqual(await seen(), [running(VF, "running (booted)"), undefined]);
        await there();
        assert.deepEqual(await seen(), [undefined, running(VF_OF_TWO)]);
        await back();
        assert.deepEqual(await seen(), [running(VF), undefined]);
    });

    it("leave the definition behind without --undefinesource", async () => {
        await there({ undefinesource: false });
        assert.deepEqual(await seen(), [leftBehind, running(VF_OF_TWO)]);
        await back();
        assert.deepEqual(await seen(), [running(VF), undefined]);
    });

    it("define nothing without --persistent, and the definition stays where it is", async () => {
        const options = { persistent: false, undefinesource: false };
        await there(options);
        assert.deepEqual(await seen(), [leftBehind, { ...running(VF_OF_TWO), definition: undefined }]);
        await back(options);
        assert.deepEqual(await seen(), [running(VF), undefined]);
    });

    it("refuse where the pool of the target is full or stopped, and the guest keeps its VF", async () => {
        await hosts.two.virsh("destroy", "filler");
        await fillPool(hosts.two, 4);
        await assert.rejects(there(), /none are available/);
        assert.deepEqual(await seen(), [running(VF), undefined]);

        await hosts.two.virsh("destroy", "filler");
        await hosts.two.virsh("net-destroy", "vfpool");
        await assert.rejects(there(), /network 'vfpool' is not active/);
        assert.deepEqual(await seen(), [running(VF), undefined]);
        await hosts.two.virsh("net-start", "vfpool");
        await fillPool(hosts.two, 1);
    });

    it("show a migration under way, with the VFs of both, and it may be aborted or go on", async () => {
        /** What is being migrated has no definition on the target yet, also with --persistent. */
        const underWay = [running(VF), { ...running(VF_OF_TWO, "paused (migrating)"), definition: undefined }];
        const first = await holdMigration(hosts.one, hosts.two, "web1");
        assert.deepEqual(await seen(), underWay);
        await first.abort();
        assert.deepEqual(await seen(), [running(VF), undefined]);

        const second = await holdMigration(hosts.one, hosts.two, "web1");
        assert.deepEqual(await seen(), underWay);
        await second.finish();
        assert.deepEqual(await seen(), [undefined, running(VF_OF_TWO)]);
    });
});
