import assert from "node:assert/strict";
import { inventoryOf } from "../../cli/adopt/inventory";
import { programFor } from "../../cli/adopt/program";
import { guestXml } from "../../lab/host";
import { Client } from "../../provider/libvirt";
import { Operation } from "../../provider/lifecycle/operation";
import { declaredBy } from "../support/adopted";
import { startTwoHosts, type TwoHosts } from "../support/twoHosts";

const half = (source: string, teaming: string, alias: string): string =>
    `<interface type='network'><mac address='52:54:00:00:00:07'/><source network='${source}'/><model type='virtio'/>` +
    `<teaming ${teaming}/><alias name='${alias}'/></interface>`;

describe("the program that adopt writes for two hosts", () => {
    let hosts: TwoHosts;
    after(() => hosts.stop());

    it("has the pool once for both, and names the other host where the guest may migrate to", async () => {
        hosts = await startTwoHosts();
        const { one, two } = hosts;
        const interfaces = [
            half("lan", "type='persistent'", "ua-net0"),
            half("vfpool", "type='transient' persistent='ua-net0'", "ua-net0-vf"),
        ];
        await one.virsh("define", await one.file(guestXml("db1", { interfaces })));
        const clients = [one, two].map(({ uri }) => new Client(uri, { threads: 1 }));
        const connect = (uri: string): Client => clients.find((client) => client.uri === uri) as Client;
        const program = programFor(await inventoryOf(new Operation(connect), [one.uri, two.uri]));
        await Promise.all(clients.map((client) => client.close()));
        assert.ok(program.includes('= new VfPool("vfpool", {'), program);
        assert.deepEqual(
            declaredBy(program).map(({ kind, program: { uri, name, migratesTo } }) => ({
                kind,
                uri,
                name,
                migratesTo,
            })),
            [
                { kind: "HostdevNetwork", uri: one.uri, name: "vfpool", migratesTo: undefined },
                { kind: "HostdevNetwork", uri: two.uri, name: "vfpool", migratesTo: undefined },
                { kind: "TeamedNic", uri: one.uri, name: "net0", migratesTo: [two.uri] },
            ],
        );
    });
});
