import assert from "node:assert/strict";
import { hostdevNetwork } from "../../../provider/hostdevNetwork";
import { hooksFor } from "../../../provider/lifecycle/hooks";
import type { Message } from "../../../provider/lifecycle/message";
import { Operation } from "../../../provider/lifecycle/operation";
import { toWire } from "../../../provider/lifecycle/wire";
import { ToldHost } from "../../support/toldHost";

const pool = (vlan: number): string =>
    `<network><name>vfpool</name><forward mode='hostdev' managed='yes'><address type='pci' domain='0' bus='1' slot='0x10' function='0'/></forward><vlan><tag id='${vlan}'/></vlan></network>`;

describe("what a refresh read of a network", () => {
    const hosts = [
        new ToldHost("test:///a", { stopped: { vfpool: pool(42) }, cards: { eth0: 1 } }),
        new ToldHost("test:///b", { stopped: { vfpool: pool(7) }, cards: { eth0: 1 } }),
    ];
    const drift = async (...read: readonly string[]): Promise<readonly unknown[]> => {
        const told: Message[] = [];
        const hooks = hooksFor(hostdevNetwork, {
            assertInstalled: () => undefined,
            operation: new Operation((uri) => (hosts.find((one) => one.uri === uri) ?? assert.fail(uri)).libvirt),
            say: (message) => told.push(message),
            warn: (message) => told.push(message),
        });
        const state = (uri: string) => {
            const given = {
                uri,
                name: "vfpool",
                addresses: ["0000:01:10.0"],
                vlan: 42,
                active: false,
                autostart: false,
            };
            return toWire({ ...hostdevNetwork.withDefaults(given), uuid: "vfpool", vfs: [] });
        };
        for (const uri of read) await hooks.read("vfpool", state(uri));
        await hooks.diff("vfpool", state("test:///b"), state("test:///b"));
        return told.filter(({ id }) => id === "drift").map(({ facts }) => facts);
    };

    it("is not compared again, as the state holds it already", async () => {
        assert.deepEqual(await drift("test:///b"), []);
    });

    it("does not silence the drift of a network with the same UUID on another host", async () => {
        assert.deepEqual(await drift("test:///a"), [{ path: "vlan", actual: 7, desired: 42 }]);
        assert.deepEqual(await drift(), [{ path: "vlan", actual: 7, desired: 42 }]);
    });
});
