import assert from "node:assert/strict";
import { execFileSync } from "node:child_process";
import { hostMap } from "../../../cli/map/hostMap";
import { guestXml, plainNetworkXml, startHost, type Host } from "../../../lab/host";
import { Client } from "../../../provider/libvirt";
import { jobsOn } from "../../../provider/libvirt/jobs";
import { fromAuthConf, load } from "../../../provider/libvirt/native";
import { Survey } from "../../../provider/host/survey";
import { comeAndGo } from "../../support/comingAndGoing";
import { poolXml } from "../../support/guest";

/** How many are asked beside the loops. 53 maps and 40,000 look-ups of ports were asked by hand. */
const MAPS = Number(process.env["COMING_AND_GOING_MAPS"] ?? 8);
const PORTS = Number(process.env["COMING_AND_GOING_PORTS"] ?? 1000);

describe("a host whose networks, guests and ports come and go", () => {
    let host: Host;
    before(async () => {
        host = await startHost();
        await host.virsh("net-define", await host.file(plainNetworkXml("lan")));
        await host.virsh("net-define", await host.file(poolXml("pool", "enp7s0f0")));
        for (const name of ["lan", "pool"]) await host.virsh("net-start", name);
    });
    after(() => host.stop());

    it("is read without a failure, and what stays is found each time", async () => {
        const others = await comeAndGo(host);
        const client = new Client(host.uri, { listing: 0 });
        try {
            for (let i = 0; i < MAPS; i++) {
                const survey = new Survey(client);
                const { pools } = await hostMap(survey);
                assert.ok(pools.some(({ name, total }) => name === "pool" && total === 4));
                for (const name of ["lab-come", "lab-none"]) await survey.hasNetDevice(name);
                for (const { uuid } of await survey.guests()) await survey.run(uuid);
            }
            const lasting = (await client.networks()).filter(({ name }) => ["lan", "pool"].includes(name));
            const ask = async (): Promise<void> => {
                for (let i = 0; i < PORTS / 8; i++) for (const { uuid } of lasting) await client.networkPorts(uuid);
            };
            await Promise.all([ask(), ask(), ask(), ask()]);
        } finally {
            await others.stop();
            await client.close();
        }
        assert.ok(others.made > 0);
        console.log(`      ${MAPS} maps and ${PORTS} look-ups of ports, 0 failures`);
    });

    it("tells the ports that are left where one goes between listing and reading", async () => {
        const on = (mac: string): string =>
            `<interface type='network'><mac address='${mac}'/><source network='lan'/><model type='virtio'/></interface>`;
        for (const [name, mac] of [
            ["goes", "52:54:00:00:09:11"],
            ["stays", "52:54:00:00:09:12"],
        ] as const)
            await host.virsh("create", await host.file(guestXml(name, { interfaces: [on(mac)] })));
        const vir = load(host.uri);
        const conn = vir.virConnectOpenAuth(host.uri, fromAuthConf(), 0);
        let isGone = false;
        const { jobs } = jobsOn(
            Object.assign({}, vir, {
                virNetworkPortGetXMLDesc(...args: Parameters<typeof vir.virNetworkPortGetXMLDesc>) {
                    if (!isGone) execFileSync("virsh", ["-q", "-c", host.uri, "destroy", "goes"]);
                    isGone = true;
                    return vir.virNetworkPortGetXMLDesc(...args);
                },
            }),
            conn,
        );
        const lan = jobs.networks().find(({ name }) => name === "lan");
        const ports = jobs.networkPorts(lan?.uuid ?? "");
        assert.deepEqual(
            ports.map((xml) => /<mac address='(.*?)'/.exec(xml)?.[1]),
            ["52:54:00:00:09:12"],
        );
        vir.virConnectClose(conn);
        await host.virsh("destroy", "stays");
    });
});
