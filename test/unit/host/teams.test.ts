import assert from "node:assert/strict";
import { Survey } from "../../../provider/host/survey";
import { teamsOn } from "../../../provider/host/teams";
import { ToldHost } from "../../support/toldHost";

describe("the teams of a host", () => {
    it("have no VF that libvirt's ports alone say the guest has", async () => {
        const half =
            "<interface type='network'><source network='br'/><teaming type='persistent'/><alias name='ua-a'/></interface>";
        const { libvirt } = new ToldHost("test:///a", {
            started: { pool: "<network><name>pool</name><forward mode='hostdev'/></network>" },
            ports: {
                pool: [
                    "<networkport><owner><uuid>uuid-web</uuid></owner><plug type='hostdev-pci'><address domain='0' bus='1' slot='0x10' function='0'/></plug></networkport>",
                ],
            },
            guests: { web: `<domain><devices>${half}</devices></domain>` },
            running: ["web"],
        });
        assert.deepEqual(await teamsOn(new Survey(libvirt)), [
            {
                ...{ guest: "web", domainUuid: "uuid-web", active: true, persistent: "ua-a", whole: false },
                lacks: ["its definition has no VF half", "the guest runs without the VF half"],
            },
        ]);
    });
});
