import assert from "node:assert/strict";
import { hostMap } from "../../../../cli/map/hostMap";
import { Survey } from "../../../../provider/host/survey";
import { ToldHost } from "../../../support/toldHost";

const source = (bus: number, slot: number, number = 0): string =>
    `<source><address domain='0x0000' bus='0x0${bus}' slot='0x${slot}' function='0x${number}'/></source>`;
const hostdev = (alias: string, from: string, more = ""): string =>
    `<hostdev mode='subsystem' type='pci'>${from}<alias name='${alias}'/>${more}</hostdev>`;
const transient = "<teaming type='transient' persistent='ua-a'/>";
const guest = (name: string, ...devices: readonly string[]): string =>
    `<domain><name>${name}</name><devices>${devices.join("")}</devices></domain>`;

describe("the map of a host", () => {
    it("has VFs outside all pools by address, and no other device that a guest has", async () => {
        const { libvirt } = new ToldHost("test:///one", {
            cards: { enp1s0f0: 2 },
            guests: {
                b: guest("b", hostdev("ua-vf", source(1, 10, 1)), hostdev("ua-pf", source(1, 0))),
                a: guest("a", hostdev("ua-vf", source(1, 10)), hostdev("ua-pf", source(1, 0), transient)),
            },
            running: ["a", "b"],
        });
        const { strays } = await hostMap(new Survey(libvirt));
        const held = (address: string, name: string, alias: string, exists = true) => ({
            address,
            exists,
            guest: name,
            domainUuid: `uuid-${name}`,
            alias,
            isOutsidePool: true,
        });
        assert.deepEqual(strays, [
            held("0000:01:00.0", "a", "ua-pf", false),
            held("0000:01:10.0", "a", "ua-vf"),
            held("0000:01:10.1", "b", "ua-vf"),
        ]);
    });
});
