import assert from "node:assert/strict";
import { judgeDocument } from "../../../provider/documents";
import { read, write } from "../../../provider/xml";

const persistent = (change = ""): string =>
    `<interface type='network'>${change || "<mac address='52:54:00:aa:bb:01'/>"}<source network='lan'/><model type='virtio'/><teaming type='persistent'/><alias name='ua-net0'/></interface>`;
const transient = (more = "", mac = "52:54:00:aa:bb:01"): string =>
    `<interface type='network'><mac address='${mac}'/><source network='vfpool'/><model type='virtio'/><teaming type='transient' persistent='ua-net0'/>${more}</interface>`;
const hostdev = (more = ""): string =>
    `<hostdev mode='subsystem' type='pci' managed='yes'><source><address domain='0' bus='7' slot='0x10' function='1'/></source><teaming type='transient' persistent='ua-net0'/>${more}</hostdev>`;
const pciDevice = (driver: string): string =>
    `<hostdev mode='subsystem' type='pci'>${driver}<source><address domain='0' bus='9' slot='0' function='0'/></source></hostdev>`;
const plain = "<interface type='bridge'><mac address='52:54:00:00:00:01'/><source bridge='br0'/></interface>";

const domain = (...devices: readonly string[]): string =>
    `<domain type='kvm'><name>web1</name><os><type machine='q35'>hvm</type></os><devices>${devices.join("")}</devices></domain>`;
const running = (...devices: readonly string[]): string => domain(...devices).replace("<domain", "<domain id='3'");

/** A document, and what is found in it: rule, XPath, value. */
const cases: readonly (readonly [what: string, xml: string, ...found: (readonly [string, string, unknown])[]])[] = [
    ["a pair", domain(persistent(), transient())],
    ["a pair in the other order, among other devices", domain(plain, transient(), plain, persistent(), "<disk/>")],
    [
        "a pair whose VF is a plain hostdev, which has no MAC",
        domain(persistent(), hostdev()),
        ["hostdev-half-has-no-mac", "/domain/devices/hostdev[1]/mac/@address", undefined],
        ["teamed-hostdev-needs-newer-libvirt", "/domain/devices/hostdev[1]/teaming", "transient"],
    ],
    [
        "interfaces that have nothing to do with teams, however wrong",
        domain(
            "<interface type='hostdev'><mac address='00:00:00:00:00:00'/><mtu size='x'/><alias name='net0'/></interface>",
            plain,
            plain,
        ),
    ],
    ["a guest without machine, and without a team", "<domain><devices/></domain>"],
    [
        "two MACs, said once",
        domain(persistent(), transient("", "52:54:00:aa:bb:02")),
        ["halves-share-mac", "/domain/devices/interface[2]/mac/@address", "52:54:00:aa:bb:02"],
    ],
    [
        "a lone VF half",
        domain(transient()),
        ["persistent-exists", "/domain/devices/interface[1]/teaming/@persistent", "ua-net0"],
    ],
    [
        "a lone virtio half",
        domain(plain, persistent()),
        ["persistent-has-a-transient", "/domain/devices/interface[2]/teaming", "ua-net0"],
    ],
    [
        "two VFs for one virtio half, whose own mistake is said once",
        domain(persistent().replace("type='virtio'", "type='e1000'"), transient(), transient()),
        ["persistent-is-virtio", "/domain/devices/interface[1]/model/@type", "e1000"],
        ["one-transient-per-persistent", "/domain/devices/interface[3]/teaming/@persistent", "ua-net0"],
    ],
    [
        "a partner that does not say that it is one",
        domain(persistent().replace("<teaming type='persistent'/>", ""), transient()),
        ["half-has-teaming-type", "/domain/devices/interface[1]/teaming/@type", undefined],
    ],
    [
        "a <teaming> without a type, which libvirt drops",
        domain(persistent(), transient().replace("type='transient' ", "")),
        ["half-has-teaming-type", "/domain/devices/interface[2]/teaming/@type", undefined],
    ],
    [
        "a MAC that a third interface has",
        domain(persistent(), transient(), plain.replace("52:54:00:00:00:01", "52:54:0:AA:bb:1")),
        ["mac-once-in-guest", "/domain/devices/interface[3]/mac/@address", "52:54:00:aa:bb:01"],
    ],
    [
        "an alias that a disk has",
        domain(persistent(), transient(), "<disk><alias name='ua-net0'/></disk>"),
        ["alias-once-in-guest", "/domain/devices/disk[1]/alias/@name", "ua-net0"],
    ],
    [
        "a VF twice",
        domain(persistent(), hostdev(), hostdev().replace("ua-net0", "ua-net1")).replace(
            persistent(),
            `${persistent()}${persistent("<mac address='52:54:00:aa:bb:02'/>").replace("ua-net0", "ua-net1")}`,
        ),
        ["hostdev-half-has-no-mac", "/domain/devices/hostdev[1]/mac/@address", undefined],
        ["teamed-hostdev-needs-newer-libvirt", "/domain/devices/hostdev[1]/teaming", "transient"],
        ["hostdev-half-has-no-mac", "/domain/devices/hostdev[2]/mac/@address", undefined],
        ["vf-once-in-guest", "/domain/devices/hostdev[2]/source/address", "0000:07:10.1"],
        ["teamed-hostdev-needs-newer-libvirt", "/domain/devices/hostdev[2]/teaming", "transient"],
    ],
    [
        "a value that does not fit, beside other mistakes",
        domain(persistent(), transient("<boot order='first'/><mtu size='9000'/>")),
        ["xml-shape", "/domain/devices/interface[2]/boot/@order", "first"],
        ["transient-has-no-mtu", "/domain/devices/interface[2]/mtu/@size", 9000],
    ],
    [
        "a VF behind a bridge to PCI",
        domain(
            persistent(),
            transient("<address type='pci' bus='0x05' slot='0x01'/>"),
            "<controller type='pci' index='5' model='pcie-to-pci-bridge'/>",
        ),
        ["transient-in-a-root-port", "/domain/devices/interface[2]/address", "0000:05:01.0"],
        ["transient-in-a-pcie-port", "/domain/devices/interface[2]/address/@bus", "pcie-to-pci-bridge"],
    ],
    [
        "a VF on the bus that is the machine's own, which its place alone says",
        domain(
            "<controller type='pci' index='0' model='pcie-root'/>",
            persistent(),
            transient("<address type='pci' bus='0x00' slot='0x05'/>"),
        ),
        ["transient-in-a-root-port", "/domain/devices/interface[2]/address", "0000:00:05.0"],
    ],
    [
        "devices of the host beside a team, of which those count that the guest cannot migrate with",
        domain(
            persistent(),
            transient(),
            pciDevice(""),
            pciDevice("<driver name='vfio' model='mlx5_vfio_pci'/>"),
            pciDevice("<driver name='vfio' model='vfio_pci'/>"),
            "<hostdev mode='capabilities' type='misc'><source><char>/dev/input/event3</char></source></hostdev>",
            "<hostdev mode='subsystem' type='usb'><source><address bus='7' device='2'/></source></hostdev>",
            plain.replace("type='bridge'", "type='hostdev'"),
        ),
        ["hostdev-blocks-migration", "/domain/devices/hostdev[1]", "0000:09:00.0"],
        ["hostdev-blocks-migration", "/domain/devices/hostdev[3]", "0000:09:00.0"],
        ["hostdev-blocks-migration", "/domain/devices/interface[3]", undefined],
    ],
    [
        "i440fx",
        domain(persistent(), transient()).replace("q35", "pc"),
        ["guest-is-pcie", "/domain/os/type/@machine", "pc"],
    ],
    [
        "i440fx, on which a virtio half alone is like any other interface",
        domain(persistent()).replace("q35", "pc"),
        ["persistent-has-a-transient", "/domain/devices/interface[1]/teaming", "ua-net0"],
    ],
    [
        "a running guest, which shows what became of its halves",
        running(
            "<interface type='bridge'><mac address='52:54:00:aa:bb:01'/><source network='lan' portid='x' bridge='virbr1'/><target dev='vnet3'/><model type='virtio'/><teaming type='persistent'/><alias name='ua-net0'/></interface>",
            "<interface type='hostdev' managed='yes'><mac address='52:54:00:aa:bb:01'/><driver name='vfio'/><source><address type='pci' domain='0' bus='7' slot='0x10' function='1'/></source><model type='virtio'/><teaming type='transient' persistent='ua-net0'/><alias name='hostdev0'/></interface>",
        ),
    ],
    [
        "a type that is not ours to judge",
        domain(
            persistent().replace("type='network'", "type='ethernet'").replace("<source network='lan'/>", ""),
            transient(),
        ),
    ],
    [
        "another type that is not ours to judge, with a source of its own",
        domain(
            persistent()
                .replace("type='network'", "type='vdpa'")
                .replace("<source network='lan'/>", "<source dev='/dev/vhost-vdpa-0' bridge='br0'/>"),
            transient(),
        ),
    ],
    [
        "a VF half with its link up, without a model, and with a virtualport whose type its network names",
        domain(
            persistent(),
            transient("<link state='up'/><virtualport><parameters profileid='x'/></virtualport>").replace(
                "<model type='virtio'/>",
                "",
            ),
        ),
        ["transient-model-is-given", "/domain/devices/interface[2]/model/@type", undefined],
    ],
    ["a lone interface", persistent()],
    [
        "a lone interface with mistakes of its own",
        transient("<link state='down'/>").replace("<model type='virtio'/>", ""),
        ["transient-model-is-given", "/interface/model/@type", undefined],
        ["transient-has-no-link-state", "/interface/link/@state", "down"],
    ],
    ["an interface without teaming", plain],
    ["another document", "<pool type='dir'><name>x</name></pool>"],
];

describe("a document", () => {
    for (const [what, xml, ...found] of cases)
        it(`${what}: ${found.length === 0 ? "nothing found" : found.map(([rule]) => rule).join(", ")}`, () => {
            assert.deepEqual(
                judgeDocument(xml).failures.map((failure) => [failure.rule, failure.property, failure.found]),
                found,
            );
        });

    it("says what of its teams it describes nowhere, and of nothing else", () => {
        const xml = domain(
            persistent().replace("</interface>", "<tune><sndbuf>0</sndbuf></tune></interface>"),
            transient("<backenddomain name='x'/>"),
            plain.replace("</interface>", "<tune/></interface>"),
        );
        assert.deepEqual(judgeDocument(xml).unread, [
            "/domain/devices/interface[1]/tune",
            "/domain/devices/interface[2]/backenddomain",
        ]);
    });

    it("is written in canonical form, with everything else left alone, and that form is its own", () => {
        const xml = domain(
            plain,
            persistent("<mac address='52:54:0:AA:bb:1'/>").replace("</interface>", "<tune/></interface>"),
            transient("<vlan><tag id='007'/></vlan>"),
            "<disk a='1'/>",
        );
        const canonical = judgeDocument(xml).canonical();
        assert.match(canonical, /<mac address="52:54:00:aa:bb:01"\/>/);
        assert.match(canonical, /<tag id="7"\/>/);
        assert.match(canonical, /<tune\/>/);
        assert.match(canonical, /<disk a="1"\/>/);
        assert.equal(judgeDocument(canonical).canonical(), canonical);
    });

    it("leaves the halves of a running guest as they are, which show what became of them", () => {
        const xml = running(persistent("<mac address='52:54:0:AA:bb:1'/>"), transient("<mtu size='09000'/>"));
        assert.equal(judgeDocument(xml).canonical(), write(read(xml)));
    });

    it("leaves an element as it is that does not fit", () => {
        const xml = domain(persistent(), transient("<boot order='first'/><mtu size='09000'/>"));
        assert.equal(judgeDocument(xml).canonical(), write(read(xml)));
    });

    it("has the places of its findings, in the order of the text", () => {
        const xml = domain(persistent(), transient("\n  <mtu size='9000'/>")).replace("'q35'", "\n\t'pc'");
        assert.deepEqual(
            judgeDocument(xml).failures.map(({ rule, place }) => [rule, place.line, place.column]),
            [
                ["guest-is-pcie", 1, 47],
                ["transient-has-no-mtu", 3, 8],
            ],
        );
    });
});
