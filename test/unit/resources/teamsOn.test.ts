import assert from "node:assert/strict";
import { Survey } from "../../../provider/resources/survey";
import { teamsOn } from "../../../provider/resources/teamsOn";
import { ToldHost } from "../../support/toldHost";

describe("the teams of a host", () => {
    it("have no VF of which libvirt's ports alone tell: whichever NIC of the guest it is for, is not known", async () => {
        const pool = "<network><name>pool</name><forward mode='hostdev'/></network>";
        const nic =
            "<interface type='network'><source network='pool'/><teaming type='transient' persistent='ua-a'/></interface>";
        const a = `<domain><name>a</name><devices>${nic}</devices></domain>`;
        const address = "<address domain='0x0000' bus='0x01' slot='0x10' function='0x0'/>";
        const port = `<networkport><owner><uuid>uuid-a</uuid></owner><plug type='hostdev-pci'>${address}</plug></networkport>`;
        const { libvirt } = new ToldHost("test:///one", { started: { pool }, guests: { a } });
        const survey = new Survey(Object.assign(libvirt, { networkPorts: () => Promise.resolve([port]) }));
        assert.deepEqual(
            (await survey.holders()).map((holder) => holder.address),
            ["0000:01:10.0"],
        );
        assert.deepEqual(await teamsOn(survey), [
            {
                ...{ guest: "a", domainUuid: "uuid-a", active: false, pool: "pool" },
                ...{ whole: false, lacks: ["its definition has no virtio half"] },
            },
        ]);
    });
});
