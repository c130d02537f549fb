import assert from "node:assert/strict";
import { execFile } from "node:child_process";
import { promisify } from "node:util";
import { guestXml, startHost, type Host } from "../../../lab/host";
import type { Properties } from "../../../provider/lifecycle/kind";
import { does, unless } from "../../support/byVersion";
import { findings, warnings } from "../../support/findings";
import { toldBy } from "../../support/told";
import { guestBench, MAC, poolXml } from "../../support/guest";

/** Where libvirt does not tell of each interface, nobody can say that one is missing. */
const ofNetdev = (finding: string): string => (does("asksUdevForInterfaces") ? finding : "(not-checked)");

const CLASSES = "<portgroup name='gold'/><portgroup name='iron'/>";

describe("a pair is held against its host", () => {
    const bench = guestBench();
    const virsh = (...command: string[]): Promise<string> => bench.stack.byHand(...command);
    const define = async (xml: string): Promise<string> => virsh("net-define", await bench.host.file(xml));
    /** Errors, then warnings. */
    const found = async (program: Properties): Promise<readonly string[]> => [
        ...(await findings(bench.stack, program)),
        ...warnings(bench.stack).map((line) => `(${line})`),
    ];

    before(async () => {
        for (const network of ["br", "pool"]) await bench.host.virsh("net-start", network);
    });

    it("and has nothing against it where all is there", async () => {
        assert.deepEqual(await found(bench.program()), []);
        assert.deepEqual(await found(bench.program({ bridge: "enp7s0f0-wire" }, { address: "0000:08:10.0" })), []);
    });

    const cases: readonly (readonly [what: string, halves: [Properties, Properties], ...finds: readonly string[]])[] = [
        [
            "networks that are stopped or missing, while the guest is shut off",
            [{ network: "br2" }, { network: "nowhere" }],
            "(transient.network pool-is-started)",
            "(persistent.network network-is-started)",
        ],
        [
            "each half on the other's kind of network",
            [{ network: "pool" }, { network: "br" }],
            "transient.network transient-network-is-a-pool",
            "persistent.network persistent-network-is-not-a-pool",
        ],
        [
            "portgroups that are not there",
            [{ portgroup: "gold" }, { portgroup: "gold" }],
            "transient.portgroup portgroup-exists",
            "persistent.portgroup portgroup-exists",
        ],
        [
            "a VLAN on a bridge of Linux's, by its network",
            [{ vlan: 42 }, { vlan: 42 }],
            ...unless("tagsOnOwnBridges", ["(persistent.vlan network-supports-vlan)"]),
        ],
        ["a bridge that is not there", [{ bridge: "br9" }, {}], ofNetdev("(persistent.bridge netdev-exists)")],
        ["a device that is not there", [{ direct: "eth9" }, {}], ofNetdev("(persistent.direct netdev-exists)")],
        [
            "arguments that a newer libvirt keeps",
            [{ acpiIndex: 5, driver: { name: "vhost", pagePerVq: true, rss: true, rssHashReport: true } }, {}],
            ...unless("keepsAcpiIndex", ["persistent.acpiIndex libvirt-knows-half-argument"]),
            ...unless("keepsPagePerVq", ["persistent.driver.pagePerVq libvirt-knows-half-argument"]),
            ...unless("keepsRss", [
                "persistent.driver.rss libvirt-knows-half-argument",
                "persistent.driver.rssHashReport libvirt-knows-half-argument",
            ]),
        ],
        [
            "rates that an older libvirt takes",
            [{ bridge: "enp7s0f0-wire", bandwidth: { inbound: { average: 5, burst: 4_194_304, floor: 0 } } }, {}],
            ...unless("takesBurstOf32Bits", ["persistent.bandwidth.inbound.burst libvirt-takes-burst"]),
            ...unless("takesFloorOfZero", ["persistent.bandwidth.inbound.floor libvirt-takes-floor"]),
        ],
        ["an address that is no VF", [{}, { address: "0000:07:00.0" }], "(transient.address vf-exists)"],
    ];
    for (const [what, [persistent, transient], ...finds] of cases)
        it(`${what}: ${finds.join(", ")}`, async () => {
            assert.deepEqual(await found(bench.program(persistent, transient)), finds);
        });

    it("no error of a bridge that the host's administrator made, which is no node device", async () => {
        const untold = unless("asksUdevForInterfaces", ["(not-checked)"]);
        const inItsNetwork = ["-n", "-t", String(bench.host.pid)];
        await promisify(execFile)("nsenter", [...inItsNetwork, "ip", "link", "add", "br7", "type", "bridge"]);
        assert.deepEqual(await found(bench.program({ bridge: "br7" })), untold);
        assert.deepEqual(await found(bench.program({ direct: "br7" })), untold);
    });

    it("knows the classes of its networks", async () => {
        await define(poolXml("classes", "enp8s0f0").replace("</network>", `${CLASSES}</network>`));
        await virsh("net-start", "classes");
        assert.deepEqual(await found(bench.program({}, { network: "classes", portgroup: "gold" })), []);
        assert.deepEqual(await found(bench.program({}, { network: "classes", portgroup: "lead" })), [
            "transient.portgroup portgroup-exists",
        ]);
        await virsh("net-destroy", "classes");
        await virsh("net-undefine", "classes");
    });

    it("a MAC that another guest, or another interface of this one has", async () => {
        const taken = `<interface type='user'><mac address='${MAC}'/><alias name='ua-theirs'/></interface>`;
        await virsh("define", await bench.host.file(guestXml("other", { interfaces: [taken] })));
        const [failure, ...more] = (await bench.stack.check(bench.program())).failures;
        assert.deepEqual(more, []);
        assert.deepEqual(
            [failure?.id, failure?.facts],
            ["mac-is-free", { severity: "error", property: "mac", found: MAC }],
        );
        await virsh("undefine", "other");
        assert.deepEqual(await found({ ...bench.program(), mac: "52:54:00:ff:ff:ff" }), ["mac mac-is-free"]);
    });

    it("aliases that other devices have, and not its own", async () => {
        const program = bench.program({ alias: "ua-other" }, { alias: "ua-bridge" });
        assert.deepEqual(await found(program), ["persistent.alias alias-is-free", "transient.alias alias-is-free"]);
        // an interface can be adopted, and no device of another kind
        assert.deepEqual(await findings(bench.stack, { ...program, adopt: true }), ["transient.alias alias-is-free"]);
        await bench.stack.up(bench.program());
        assert.deepEqual(await found(bench.program({ mtu: 9000 })), []);
    });

    it("takes no alias of another device where the pair exists, also with adopt, and changes nothing", async () => {
        const program = { ...bench.program(), adopt: true };
        await bench.stack.up(program);
        const before = await bench.xml();
        const renamed = { ...bench.program({ alias: "ua-other" }), adopt: true };
        assert.deepEqual(await findings(bench.stack, renamed), ["persistent.alias alias-is-free"]);
        await assert.rejects(bench.stack.upTooLate(renamed), { code: 67, domain: 20 });
        assert.equal(await bench.xml(), before);
        await bench.stack.assertSettled(program);
    });

    it("a machine without PCI Express", async () => {
        const pc = guestXml("pc")
            .replace(/<controller type='pci'[^>]*>\s*/g, "")
            .replace("'q35'", "'pc'");
        await virsh("define", await bench.host.file(pc));
        assert.deepEqual(await found({ ...bench.program(), domain: "pc" }), ["domain guest-is-pcie"]);
        await virsh("undefine", "pc");
    });

    it("a guest that does not exist yet: no error, and a note, as another resource may create the guest", async () => {
        assert.deepEqual(await found({ ...bench.program(), domain: "later" }), ["(guest-missing)"]);
        assert.deepEqual(toldBy(bench.stack), [
            {
                id: "guest-missing",
                subject: "net0 on later",
                facts: { guest: "later", hosts: [bench.host.uri] },
            },
        ]);
    });

    describe("(of another host, to which its guest migrates)", () => {
        let target: Host;
        before(async () => {
            target = await startHost();
        });
        after(() => target.stop());

        it("says what is missing there", async () => {
            const migrating = { ...bench.program(), migratesTo: [target.uri] };
            assert.deepEqual(await found(migrating), [
                `(transient.network on ${target.uri} pool-is-started)`,
                `(persistent.network on ${target.uri} network-is-started)`,
            ]);
            await target.virsh("net-define", await target.file(poolXml("br", "enp7s0f0")));
            await target.virsh("net-define", await target.file(poolXml("pool", "enp8s0f0")));
            await target.virsh("net-start", "br");
            await target.virsh("net-start", "pool");
            await bench.stack.close();
            assert.deepEqual(await found(migrating), [
                `persistent.network on ${target.uri} persistent-network-is-not-a-pool`,
            ]);
        });

        it("says so where it does not answer", async () => {
            const uri = "qemu+unix:///system?socket=/nowhere";
            await found({ ...bench.program(), migratesTo: [uri] });
            assert.deepEqual(
                bench.stack.told.map(({ message, isWarning }) => [message.id, message.subject, isWarning]),
                [["not-checked", "net0 on guest", true]],
            );
        });
    });
});
