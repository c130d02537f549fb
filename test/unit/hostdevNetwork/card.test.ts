import assert from "node:assert/strict";
import { hostdevNetwork } from "../../../provider/hostdevNetwork";
import type { HostdevNetworkArgs } from "../../../provider/hostdevNetwork/args";
import type { Properties } from "../../../provider/lifecycle/kind";
import { formatMessage } from "../../../provider/lifecycle/message";
import { cardState } from "../../../provider/hostdevNetwork/card";
import { Survey } from "../../../provider/host/survey";
import type { CardState } from "../../../provider/rules";
import { ToldHost, type Told } from "../../support/toldHost";

const pool = (forward: string, more = ""): string =>
    `<network><name>vfpool</name><forward mode='hostdev' managed='yes'>${forward}</forward>${more}</network>`;
const address = (bus: number, number: number): string =>
    `<address type='pci' domain='0' bus='${bus}' slot='0x10' function='${number}'/>`;
const VFS = ["0000:01:10.0", "0000:01:10.1"];

describe("what is known of a pool that is there", () => {
    const known = async (told: Told, said: { pf?: string } = { pf: "enp1s0" }, had?: string[]): Promise<CardState> => {
        const survey = new Survey(new ToldHost("test:///told", told).libvirt);
        const [state] = await survey.networks();
        return cardState(survey, state ?? assert.fail(), said, had);
    };
    const stopped = { vfpool: pool("<pf dev='enp1s0'/>") };

    it("of one that is stopped is its card, and what it had", async () => {
        assert.deepEqual(await known({ stopped, cards: { enp1s0: 2 } }, undefined, VFS), {
            pf: { name: "enp1s0", there: true, vfs: VFS },
            had: VFS,
        });
    });

    it("finds a card that is called otherwise by a VF that it had", async () => {
        assert.deepEqual(await known({ stopped, cards: { ens1f0: 2 } }, undefined, VFS), {
            pf: { name: "enp1s0", there: false, nowCalled: "ens1f0" },
            had: VFS,
        });
        assert.deepEqual(await known({ stopped, cards: { ens1f0: 2 } }), { pf: { name: "enp1s0", there: false } });
        assert.deepEqual(await known({ stopped }, undefined, VFS), { pf: { name: "enp1s0", there: false }, had: VFS });
    });

    it("counts no VFs of the card that it had before", async () => {
        assert.deepEqual(await known({ stopped, cards: { enp1s0: 2 } }, { pf: "enp9s0" }, ["0000:09:10.0"]), {
            pf: { name: "enp1s0", there: true, vfs: VFS },
        });
    });

    it("is nothing of the card where libvirt has no driver for that", async () => {
        const lacks = ["nodeDevices", "nodeDevice"] as const;
        assert.deepEqual(await known({ stopped, lacks, cards: { enp1s0: 2 } }, undefined, VFS), { had: VFS });
        const told: Told = { started: { vfpool: pool(address(1, 0)) }, lacks };
        const survey = new Survey(new ToldHost("test:///told", told).libvirt);
        const state = { name: "vfpool", uuid: "vfpool", active: true, persistent: false, autostart: false };
        assert.deepEqual(await cardState(survey, state, {}, undefined), { listed: ["0000:01:10.0"] });
    });

    it("is in the notes of a pool, unless a rule is off", async () => {
        const notes = async (rules: Properties): Promise<readonly string[] | undefined> => {
            const survey = new Survey(new ToldHost("test:///told", { stopped, cards: { ens1f0: 2 } }).libvirt);
            const said = { uri: "test:///told", name: "vfpool", pf: "enp1s0", rules } as unknown as HostdevNetworkArgs;
            const observed = await hostdevNetwork.observe(survey, {
                id: "vfpool",
                args: said,
                outputs: { uuid: "vfpool", vfs: VFS },
            });
            assert.deepEqual(observed?.outputs, { uuid: "vfpool", vfs: VFS });
            return observed.notes?.map(formatMessage);
        };
        assert.deepEqual(await notes({}), [
            'network vfpool: pf: found "enp1s0"; a pool finds its physical function by name, and does not start once the card is called otherwise.\n' +
                "  Allowed: the name that the card has now, ens1f0. Set pf to ens1f0, and give the card a name that stays (systemd.link, udev).  " +
                "[docs/rules.md#pf-keeps-its-name; libvirt 9.0, observed at net-start: [1/19] No usable Vf's present on SRIOV PF]",
        ]);
        assert.deepEqual(await notes({ "pf-keeps-its-name": "off" }), []);
    });
});
