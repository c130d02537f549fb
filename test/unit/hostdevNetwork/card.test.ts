import assert from "node:assert/strict";
import { hostdevNetwork } from "../../../provider/hostdevNetwork";
import type { HostdevNetworkArgs } from "../../../provider/hostdevNetwork/args";
import type { Properties } from "../../../provider/lifecycle/kind";
import { cardState, listedVfs } from "../../../provider/hostdevNetwork/card";
import { startPool } from "../../../provider/hostdevNetwork/startStop";
import { LibvirtError, VIR_ERR } from "../../../provider/libvirt/errors";
import type { Libvirt } from "../../../provider/libvirt/libvirt";
import { Survey } from "../../../provider/host/survey";
import type { CardState } from "../../../provider/rules";
import { dataOf, type MessageData } from "../../support/told";
import { ToldHost, type Told } from "../../support/toldHost";

const pool = (forward: string, more = ""): string =>
    `<network><name>vfpool</name><forward mode='hostdev' managed='yes'>${forward}</forward>${more}</network>`;
const address = (bus: number, number: number): string =>
    `<address type='pci' domain='0' bus='${bus}' slot='0x10' function='${number}'/>`;
const VFS = ["0000:01:10.0", "0000:01:10.1"];

describe("the state of the card below an existing pool", () => {
    const known = async (
        told: Told,
        prior: { pf?: string } = { pf: "enp1s0" },
        priorVfs?: string[],
    ): Promise<CardState> => {
        const survey = new Survey(new ToldHost("test:///told", told).libvirt);
        const [actual] = await survey.networks();
        return cardState(survey, actual ?? assert.fail(), prior, priorVfs);
    };
    const stopped = { vfpool: pool("<pf dev='enp1s0'/>") };

    it("holds the card of a stopped pool, and the VFs that the state has", async () => {
        assert.deepEqual(await known({ stopped, cards: { enp1s0: 2 } }, undefined, VFS), {
            pf: { name: "enp1s0", exists: true, link: "up", vfs: VFS },
            recorded: VFS,
        });
    });

    it("holds the current name of a renamed card, which a VF of the state tells", async () => {
        assert.deepEqual(await known({ stopped, cards: { ens1f0: 2 } }, undefined, VFS), {
            pf: { name: "enp1s0", exists: false, currentNames: ["ens1f0"] },
            recorded: VFS,
        });
        assert.deepEqual(await known({ stopped, cards: { ens1f0: 2 } }), { pf: { name: "enp1s0", exists: false } });
        assert.deepEqual(await known({ stopped }, undefined, VFS), {
            pf: { name: "enp1s0", exists: false },
            recorded: VFS,
        });
    });

    it("holds every name that a renamed card may have, where representors of VFs stand beside the PF", async () => {
        const switchdev: Told = { stopped, cards: { ens1f0: 2 }, representors: ["eth3", "eth4"] };
        const { pf } = await known(switchdev, undefined, VFS);
        assert.deepEqual(pf?.currentNames, ["ens1f0", "eth3", "eth4"]);
    });

    it("leaves out the VFs of the card that the pool had before", async () => {
        assert.deepEqual(await known({ stopped, cards: { enp1s0: 2 } }, { pf: "enp9s0" }, ["0000:09:10.0"]), {
            pf: { name: "enp1s0", exists: true, link: "up", vfs: VFS },
        });
    });

    it("says nothing of the card where libvirt has no driver for it", async () => {
        const lacks = ["nodeDevices", "nodeDevice"] as const;
        assert.deepEqual(await known({ stopped, lacks, cards: { enp1s0: 2 } }, undefined, VFS), { recorded: VFS });
        const told: Told = { started: { vfpool: pool(address(1, 0)) }, lacks };
        const survey = new Survey(new ToldHost("test:///told", told).libvirt);
        const state = { name: "vfpool", uuid: "vfpool", active: true, persistent: false, autostart: false };
        assert.deepEqual(await cardState(survey, state, {}, undefined), { listed: ["0000:01:10.0"] });
    });

    it("becomes a note of the observed pool, unless a rule is off", async () => {
        const notes = async (rules: Properties): Promise<readonly MessageData[] | undefined> => {
            const survey = new Survey(new ToldHost("test:///told", { stopped, cards: { ens1f0: 2 } }).libvirt);
            const prior = { uri: "test:///told", name: "vfpool", pf: "enp1s0", rules } as unknown as HostdevNetworkArgs;
            const outputs = { uuid: "vfpool", vfs: VFS };
            const observed = await hostdevNetwork.observe(() => survey, { id: "vfpool", args: prior, outputs });
            assert.ok(!("missingOn" in observed));
            assert.deepEqual(observed.outputs, outputs);
            return observed.notes?.map(dataOf);
        };
        assert.deepEqual(await notes({}), [
            {
                id: "pf-keeps-its-name",
                subject: "vfpool",
                facts: { severity: "warning", property: "pf", found: "enp1s0" },
            },
        ]);
        assert.deepEqual(await notes({ "pf-keeps-its-name": "off" }), []);
    });
});

describe("the VFs that a started pool lists", () => {
    const network = { name: "vfpool", uuid: "vfpool" };
    const listed = (networkLiveXml: Libvirt["networkLiveXml"] | undefined): Promise<unknown> =>
        listedVfs({ uri: "test:///told", networkLiveXml } as Partial<Libvirt> as Libvirt, network);

    it("are its addresses", async () => {
        assert.deepEqual(await listed(() => Promise.resolve(pool(address(1, 0)))), ["0000:01:10.0"]);
    });

    it("are not known where the host does not answer", async () => {
        const silent = new LibvirtError("virNetworkGetXMLDesc", VIR_ERR.SYSTEM_ERROR, 7, "no answer", "test:///told");
        assert.equal(await listed(() => Promise.reject(silent)), undefined);
    });

    it("hide no mistake of this code", async () => {
        await assert.rejects(listed(undefined), { name: "TypeError" });
    });
});

describe("a pool that does not start", () => {
    const failed = new LibvirtError("virNetworkCreate", VIR_ERR.INTERNAL_ERROR, 19, "No usable Vf's", "test:///told");
    const desired = { pf: "enp1s0" } as HostdevNetworkArgs;
    const start = (told: Told, more: Partial<Libvirt> = {}): Promise<void> => {
        const { libvirt } = new ToldHost("test:///told", told);
        const networkStart = (): Promise<void> => Promise.reject(failed);
        return startPool({ ...libvirt, networkStart, ...more }, "vfpool", desired);
    };

    it("fails with libvirt's words, and with what is wrong with the card", async () => {
        await assert.rejects(start({ cards: { enp1s0: 0 } }), (error: LibvirtError) => {
            assert.deepEqual([error.code, error.domain], [failed.code, failed.domain]);
            const [first, ...others] = error.detail.split("\n");
            assert.equal(first, failed.detail);
            assert.match(others.join("\n"), /pf-has-vfs/);
            return true;
        });
    });

    it("fails with libvirt's words alone where nothing is wrong with the card, or nobody can tell", async () => {
        for (const told of [{ cards: { enp1s0: 2 } }, { lacks: ["nodeDevices"] }] as const)
            await assert.rejects(start(told), (error) => error === failed);
    });

    it("hides no mistake of this code", async () => {
        const nodeDevices = undefined as unknown as Libvirt["nodeDevices"];
        await assert.rejects(start({}, { nodeDevices }), { name: "TypeError" });
    });
});
