import * as pulumi from "@pulumi/pulumi";
import assert from "node:assert/strict";
import { guestXml, plainNetworkXml, startHost, type Host } from "../../../lab/host";
import { close } from "../../../provider/libvirt";
import { getTeams, getTeamsOutput, type TeamOnHost } from "../../../sdk";
import { poolXml } from "../../support/guest";
import { teamXml } from "../../support/teamXml";

const uuidOf = (digit: number): string => "11111111-1111-4111-8111-111111111111".replaceAll("1", String(digit));
const MACS = ["52:54:00:aa:bb:01", "52:54:00:aa:bb:02", "52:54:00:aa:bb:03", "52:54:00:aa:bb:04"] as const;

describe("getTeams", () => {
    let host: Host;
    const virsh = (...args: string[]): Promise<string> => host.virsh(...args);
    const teams = async (guest: string): Promise<readonly TeamOnHost[]> =>
        (await getTeams({ uri: host.uri })).filter((team) => team.guest === guest);
    const define = async (name: string, digit: number, interfaces: readonly string[]): Promise<void> => {
        await virsh("define", await host.file(guestXml(name, { uuid: uuidOf(digit), interfaces })));
    };

    before(async () => {
        host = await startHost();
        for (const xml of [plainNetworkXml("br"), poolXml("pool", "enp7s0f0")])
            await virsh("net-define", await host.file(xml));
        for (const name of ["br", "pool"]) await virsh("net-start", name);
    });
    after(async () => {
        await close();
        await host.stop();
    });

    it("finds none where there are none", async () => {
        await define("plain", 9, ["<interface type='user'/>"]);
        assert.deepEqual(await getTeams({ uri: host.uri }), []);
    });

    it("tells of a guest that runs which VF each team has, and of one by its address no pool", async () => {
        const [persistent] = teamXml("b", { mac: MACS[1] });
        const byAddress = `<hostdev mode='subsystem' type='pci' managed='yes'><source><address domain='0' bus='8' slot='0x10' function='1'/></source><teaming type='transient' persistent='ua-b'/><alias name='ua-b-vf'/></hostdev>`;
        await define("whole", 1, [...teamXml("a", { mac: MACS[0] }), persistent, byAddress]);
        await virsh("start", "whole");
        const guest = { guest: "whole", domainUuid: uuidOf(1), active: true };
        const well = { complete: true, problems: [] };
        assert.deepEqual(await teams("whole"), [
            {
                ...guest,
                persistent: "ua-a",
                transient: "ua-a-vf",
                mac: MACS[0],
                pool: "pool",
                vf: "0000:07:10.0",
                ...well,
            },
            { ...guest, persistent: "ua-b", transient: "ua-b-vf", mac: MACS[1], vf: "0000:08:10.1", ...well },
        ]);
    });

    it("tells which half was unplugged by hand", async () => {
        await define("pulled", 2, []);
        await virsh("start", "pulled");
        for (const half of teamXml("net0", { mac: MACS[2] }))
            await virsh("attach-device", "pulled", await host.file(half), "--live", "--config");
        const team = {
            guest: "pulled",
            domainUuid: uuidOf(2),
            active: true,
            persistent: "ua-net0",
            transient: "ua-net0-vf",
            mac: MACS[2],
            pool: "pool",
        };
        assert.deepEqual(await teams("pulled"), [{ ...team, vf: "0000:07:10.1", complete: true, problems: [] }]);

        const unplug = async (alias: string): Promise<void> => {
            await virsh("detach-device-alias", "pulled", alias, "--live");
            while ((await virsh("dumpxml", "pulled")).includes(`<alias name='${alias}'/>`))
                await new Promise((resolve) => setTimeout(resolve, 10));
        };
        await unplug("ua-net0-vf");
        const withoutVf = "the guest runs without the VF half";
        assert.deepEqual(await teams("pulled"), [{ ...team, complete: false, problems: [withoutVf] }]);
        await unplug("ua-net0");
        const problems = ["the guest runs without the virtio half", withoutVf];
        assert.deepEqual(await teams("pulled"), [{ ...team, complete: false, problems }]);
    });

    it("tells of two MACs", async () => {
        await define("two", 3, teamXml("net0", { mac: MACS[3], macOfVf: "52:54:00:ee:ee:ee" }));
        await virsh("start", "two");
        assert.deepEqual(await teams("two"), [
            {
                guest: "two",
                domainUuid: uuidOf(3),
                active: true,
                persistent: "ua-net0",
                transient: "ua-net0-vf",
                mac: "52:54:00:ee:ee:ee",
                pool: "pool",
                vf: "0000:07:10.1",
                complete: false,
                problems: ["its halves have two MACs, 52:54:00:aa:bb:04 and 52:54:00:ee:ee:ee"],
            },
        ]);
    });

    it("tells of a guest that is shut off what its definition has", async () => {
        await define("off", 4, [teamXml("a", { mac: MACS[2] }), teamXml("b", { mac: MACS[3] })[0]].flat());
        const guest = { guest: "off", domainUuid: uuidOf(4), active: false };
        assert.deepEqual(await teams("off"), [
            {
                ...guest,
                persistent: "ua-a",
                transient: "ua-a-vf",
                mac: MACS[2],
                pool: "pool",
                complete: true,
                problems: [],
            },
            {
                ...guest,
                persistent: "ua-b",
                mac: MACS[3],
                complete: false,
                problems: ["its definition has no VF half"],
            },
        ]);
    });

    it("tells of two VF halves for one virtio half, which libvirt takes into a definition", async () => {
        const [persistent, transient] = teamXml("a", { mac: MACS[2] });
        const second = transient.replace("ua-a-vf", "ua-b-vf");
        await define("crowded", 5, [persistent, transient, second]);
        const team = { guest: "crowded", domainUuid: uuidOf(5), active: false, persistent: "ua-a", mac: MACS[2] };
        const problems = ["2 VF halves name ua-a, and a virtio half accepts one"];
        assert.deepEqual(
            await teams("crowded"),
            ["ua-a-vf", "ua-b-vf"].map((alias) => ({
                ...team,
                transient: alias,
                pool: "pool",
                complete: false,
                problems,
            })),
        );
    });

    it("keeps an inline program of the Automation API until its output has its answer", async () => {
        let found: number | undefined;
        getTeamsOutput({ uri: pulumi.output(host.uri) }).apply((all) => (found = all.length));
        await pulumi.runtime.disconnect(); // what Pulumi does once such a program has returned
        assert.equal(found, 8);
    });

    it("tells of every guest", async () => {
        const all = await getTeams({ uri: host.uri });
        assert.deepEqual(all.map(({ guest, complete }) => `${guest} ${complete}`).sort(), [
            "crowded false",
            "crowded false",
            "off false",
            "off true",
            "pulled false",
            "two false",
            "whole true",
            "whole true",
        ]);
    });
});
