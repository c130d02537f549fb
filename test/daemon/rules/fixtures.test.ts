import assert from "node:assert/strict";
import { basename, dirname } from "node:path";
import { libvirtFixtures } from "../../../lab/fixtures";

// how many there are depends on libvirt's version; 9.0.0 has 130 networks and 450 domains
describe("libvirt's own test fixtures", () => {
    const named = (root?: "network" | "domain"): readonly string[] =>
        libvirtFixtures(root).map((file) => `${basename(dirname(file))}/${basename(file)}`);

    it("are there: networks", () => {
        const networks = named("network");
        assert.ok(networks.length > 100, `${networks.length} networks`);
        for (const name of ["hostdev.xml", "hostdev-pf.xml"])
            assert.ok(networks.includes(`networkxml2xmlin/${name}`), name);
    });

    it("are there: domains with interfaces", () => {
        const domains = named("domain");
        assert.ok(domains.length > 400, `${domains.length} domains`);
        for (const name of ["net-virtio-teaming.xml", "net-virtio-teaming-hostdev.xml"])
            assert.ok(domains.includes(`qemuxml2argvdata/${name}`), name);
    });

    it("and nothing else, each once", () => {
        const all = named();
        assert.deepEqual(all.toSorted(), [...named("network"), ...named("domain")].sort());
        assert.equal(new Set(all).size, all.length);
        // a domain without interfaces, and what has another root
        for (const name of ["qemuxml2argvdata/minimal.xml", "virnetworkportxml2xmldata/plug-hostdev-pci.xml"])
            assert.ok(!all.includes(name), name);
    });
});
