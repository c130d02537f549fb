import assert from "node:assert/strict";
import { guestXml, plainNetworkXml, startHost, type Host } from "../../../lab/host";
import { judgeDocument } from "../../../provider/documents";
import { defines, type Defines } from "../../support/defines";
import { poolXml } from "../../support/guest";
import { rawHalf } from "../../support/rawHalf";

const found = (xml: string): readonly string[] => judgeDocument(xml).failures.map(({ rule }) => rule);
const withoutModel = (xml: string): string => xml.replace("<model type='virtio'/>", "");

/** VF halves that libvirt starts, and what is said of each. */
const VF_HALVES: readonly (readonly [what: string, half: string, ...rules: readonly string[]])[] = [
    ["with its link up", rawHalf("pool", { inside: "<link state='up'/>" })],
    ["without a model", withoutModel(rawHalf("pool")), "transient-model-is-given"],
];

describe("what libvirt takes and starts", () => {
    let host: Host;
    let libvirt: Defines;
    before(async () => {
        host = await startHost();
        libvirt = defines(host.uri);
        for (const xml of [plainNetworkXml("br"), poolXml("pool", "enp7s0f0")]) {
            await host.virsh("net-define", await host.file(xml));
        }
        for (const name of ["br", "pool"]) await host.virsh("net-start", name);
    });
    after(async () => {
        libvirt.close();
        await host.stop();
    });

    for (const [what, half, ...rules] of VF_HALVES)
        it(`a VF half ${what}`, () => {
            const xml = guestXml("guest", { interfaces: [rawHalf("network"), half] });
            assert.deepEqual([libvirt.started("domain", xml), found(xml)], [undefined, rules]);
        });

    it("a VF half without a model, which becomes an rtl8139 where its network does not exist", async () => {
        const half = withoutModel(rawHalf("pool")).replace("'pool'", "'later'");
        await host.virsh("define", await host.file(guestXml("guest", { interfaces: [rawHalf("network"), half] })));
        assert.match(await host.virsh("dumpxml", "guest"), /<source network='later'\/>\s*<model type='rtl8139'\/>/);
        await host.virsh("undefine", "guest");
    });

    it("a virtualport without a type on a network, whose type the network brings", async () => {
        const port = "<virtualport><parameters profileid='x'/></virtualport>";
        const xml = guestXml("guest", { interfaces: [rawHalf("network"), rawHalf("pool", { inside: port })] });
        // a network without a virtualport brings none
        assert.deepEqual(libvirt.started("domain", xml)?.slice(0, 2), [67, 19]);
        const typed = "<virtualport type='802.1Qbh'/>";
        await host.virsh(
            "net-define",
            await host.file(poolXml("typed", "enp8s0f0").replace("</network>", `${typed}</network>`)),
        );
        await host.virsh("net-start", "typed");
        assert.equal(libvirt.started("domain", xml.replace("'pool'", "'typed'")), undefined);
        assert.deepEqual(found(xml), []);
    });

    it("a live dump of a pool, with and without a guest on it", async () => {
        const dump = (...flags: readonly string[]): Promise<string> => host.virsh("net-dumpxml", "pool", ...flags);
        assert.deepEqual(found(await dump()), ["network-is-a-definition"]);
        const guest = guestXml("guest", { interfaces: [rawHalf("network"), rawHalf("pool")] });
        await host.virsh("create", await host.file(guest));
        const live = await dump();
        assert.match(live, /^<network connections='1'>/);
        assert.deepEqual(found(live), ["network-is-a-definition"]);
        assert.deepEqual(found(await dump("--inactive")), []);
        const [{ pool } = assert.fail()] = judgeDocument(live).subjects;
        const [{ pool: definition } = assert.fail()] = judgeDocument(await dump("--inactive")).subjects;
        assert.deepEqual(pool, definition);
        await host.virsh("destroy", "guest");
        // who defines the dump gets the addresses alone
        await host.virsh("net-destroy", "pool");
        await host.virsh("net-define", await host.file(live));
        assert.doesNotMatch(await dump("--inactive"), /<pf/);
    });
});
