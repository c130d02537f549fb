import assert from "node:assert/strict";
import { aliasesOf, freeRootPorts, machineOf } from "../../../provider/model/domain";
import { networkPort, anyNetwork } from "../../../provider/model/networkPort";
import { decode, read } from "../../../provider/xml";

/** As libvirt 9.0 prints a running guest, shortened. */
const GUEST = `
<domain type='qemu' id='3'>
  <os><type arch='x86_64' machine='pc-q35-7.2'>hvm</type></os>
  <devices>
    <controller type='pci' index='0' model='pcie-root'><alias name='pcie.0'/></controller>
    <controller type='pci' index='1' model='pcie-root-port'>
      <alias name='pci.1'/><address type='pci' domain='0x0000' bus='0x00' slot='0x01' function='0x0' multifunction='on'/>
    </controller>
    <controller type='pci' index='2' model='pcie-root-port'>
      <alias name='pci.2'/><address type='pci' domain='0x0000' bus='0x00' slot='0x01' function='0x1'/>
    </controller>
    <controller type='pci' index='10' model='pcie-root-port'>
      <alias name='pci.10'/><address type='pci' domain='0x0000' bus='0x00' slot='0x02' function='0x0'/>
    </controller>
    <controller type='usb' index='0' model='none'/>
    <interface type='bridge'>
      <alias name='ua-a'/><address type='pci' domain='0x0000' bus='0x0a' slot='0x00' function='0x0'/>
    </interface>
    <input type='mouse' bus='ps2'><alias name='input0'/><address type='usb' bus='0' port='1'/></input>
  </devices>
</domain>`;

describe("what is read of a guest beside its interfaces", () => {
    it("is its machine", () => {
        assert.equal(machineOf(read(GUEST)), "pc-q35-7.2");
        assert.equal(machineOf(read("<domain/>")), undefined);
    });
    it("is how many root ports have no device: the numbers of buses are hexadecimal, those of controllers are not", () => {
        assert.equal(freeRootPorts(read(GUEST)), 2);
        assert.equal(freeRootPorts(read(GUEST.replace("bus='0x0a'", "bus='0x10'"))), 3);
        assert.equal(freeRootPorts(read("<domain/>")), 0);
    });
    it("is what its devices are called", () => {
        assert.deepEqual(aliasesOf(read(GUEST)), ["pcie.0", "pci.1", "pci.2", "pci.10", "ua-a", "input0"]);
    });
});

describe("what is read of a started network", () => {
    it("is how many of its VFs are taken", () => {
        const xml = `<network connections='1'><name>pool</name><forward mode='hostdev' managed='yes'><pf dev='enp7s0f0'/>
            <address type='pci' domain='0x0000' bus='0x07' slot='0x10' function='0x0'/>
            <address type='pci' domain='0x0000' bus='0x07' slot='0x10' function='0x1'/></forward></network>`;
        assert.deepEqual(decode(anyNetwork, read(xml)).model, {
            name: "pool",
            pf: "enp7s0f0",
            mode: "hostdev",
            addresses: ["0000:07:10.0", "0000:07:10.1"],
            connections: 1,
        });
        assert.deepEqual(decode(anyNetwork, read("<network><name>n</name><forward mode='nat'/></network>")).model, {
            name: "n",
            mode: "nat",
        });
    });
    it("is what its classes of ports have", () => {
        const xml = `<network><name>lan</name><bridge name='virbr0'/><virtualport type='openvswitch'/><portgroup name='a'/>
            <portgroup name='b' default='yes'><bandwidth><inbound average='1000'/></bandwidth></portgroup></network>`;
        assert.deepEqual(decode(anyNetwork, read(xml)).model, {
            name: "lan",
            bridge: "virbr0",
            virtualport: "openvswitch",
            portgroups: [{ name: "a" }, { name: "b", default: true, bandwidth: { inbound: { average: 1000 } } }],
        });
    });
    it("is who has which VF, of which class", () => {
        const xml = `<networkport><uuid>6c3278d6-0870-4bf7-a864-13d0cf5426b4</uuid>
            <owner><name>web1</name><uuid>e61c9893-c838-4209-8071-1741e5d996ff</uuid></owner><group>gold</group>
            <mac address='52:54:00:aa:bb:01'/>
            <plug type='hostdev-pci' managed='yes'><address domain='0x0000' bus='0x07' slot='0x10' function='0x3'/></plug></networkport>`;
        assert.deepEqual(decode(networkPort, read(xml)).model, {
            owner: "e61c9893-c838-4209-8071-1741e5d996ff",
            portgroup: "gold",
            address: "0000:07:10.3",
        });
        const bridged =
            "<networkport><owner><uuid>u</uuid></owner><plug type='network' bridge='virbr0'/></networkport>";
        assert.deepEqual(decode(networkPort, read(bridged)).model, { owner: "u" });
    });
});
