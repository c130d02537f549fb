import assert from "node:assert/strict";
import { readdirSync } from "node:fs";
import { LibvirtError, LibvirtMissing } from "../../../provider/libvirt/errors";
import { jobsOn } from "../../../provider/libvirt/jobs";
import { assertInstalled, fromAuthConf, load } from "../../../provider/libvirt/native";

describe("libvirt's C library", () => {
    const unknown = "00000000-0000-4000-8000-000000000000";

    it("is found", () => {
        assertInstalled();
    });

    it("says what to install when it is not", () => {
        assert.throws(
            () => {
                assertInstalled(["libvirt.so.none"]);
            },
            (error) =>
                error instanceof LibvirtMissing &&
                /^libvirt's client library is missing on the machine where Pulumi runs. Install libvirt0 \(Debian, Ubuntu\), libvirt-libs \(Fedora, RHEL\) or libvirt \(Homebrew\) \[libvirt\.so\.none: .+\]$/.test(
                    error.message,
                ),
        );
    });

    it("gives every handle back, also where a job fails", () => {
        const vir = load("test:///default");
        const conn = vir.virConnectOpenAuth("test:///default", fromAuthConf(), 0);
        const { jobs, release } = jobsOn(vir, conn);
        const refused = (job: () => unknown): void => {
            assert.throws(job, LibvirtError);
        };

        const uuid = jobs.networkDefine("<network><name>n</name></network>");
        assert.deepEqual(
            jobs.networks().find((net) => net.uuid === uuid),
            { name: "n", uuid, active: false, persistent: true, autostart: false },
        );
        assert.match(jobs.networkXml(uuid), /<name>n<\/name>/);
        jobs.networkAutostart(uuid, true);
        jobs.networkStart(uuid);
        refused(() => {
            jobs.networkStart(uuid);
        });
        jobs.networkStop(uuid);
        jobs.networkUndefine(uuid);
        refused(() => jobs.networkXml(uuid));
        refused(() => jobs.networkDefine("<network/>"));

        const guest = jobs.domain("test");
        assert.match(jobs.domainXml(guest.uuid).config, /<name>test<\/name>/);
        assert.match(jobs.domainXml(guest.uuid).live ?? "", /<domain type='test' id='1'>/);
        refused(() => {
            jobs.attachDevice(guest.uuid, "config", "<interface/>");
        });
        refused(() => jobs.domain(unknown));
        // of more than one that has no handle yet, all are listed
        assert.deepEqual(
            jobs.each("domainXml", [guest.uuid, unknown, unknown]).map((one) => "answer" in one),
            [true, false, false],
        );
        jobs.guests();
        const [net] = jobs.networks();
        assert.deepEqual(jobs.each("networkXml", [net?.uuid ?? "", unknown]), [
            { answer: jobs.networkXml(net?.uuid ?? "") },
            {
                refusal: [
                    "virNetworkLookupByUUIDString",
                    43,
                    12,
                    `Network not found: no network with matching uuid '${unknown}'`,
                ],
            },
        ]);

        release();
        // virConnectClose answers how many references are left: every handle that was not freed holds one.
        assert.equal(vir.virConnectClose(conn), 0);
    });

    it("keeps nothing of 10,000 connections: neither descriptors nor memory", () => {
        const vir = load("test:///default");
        const auth = fromAuthConf();
        const connect = (): void => {
            const conn = vir.virConnectOpenAuth("test:///default", auth, 0);
            const { jobs, release } = jobsOn(vir, conn);
            assert.equal(jobs.networks().length, 1);
            assert.throws(() => jobs.networkXml(unknown), LibvirtError);
            release();
            assert.equal(vir.virConnectClose(conn), 0);
        };
        const descriptors = (): number => readdirSync("/proc/self/fd").length;
        for (let i = 0; i < 1000; i += 1) connect();
        const [before, open] = [process.memoryUsage().rss, descriptors()];
        for (let i = 0; i < 9000; i += 1) connect();
        const kept = process.memoryUsage().rss - before;
        assert.equal(descriptors(), open);
        // what libvirt has for a connection is more than 2 KiB: kept, it would be 18 MiB
        assert.ok(kept < 9000 * 1024, `${kept} bytes`);
        console.log(`      10000 connections, ${Math.round(kept / 1024)} KiB kept`);
    });
});
