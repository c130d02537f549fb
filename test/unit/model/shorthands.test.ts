import assert from "node:assert/strict";
import fc from "fast-check";
import { hostdevNetwork } from "../../../provider/model/hostdevNetwork";
import { asPciText, formatPciAddress, parsePciAddress, type PciAddress } from "../../../provider/model/pciAddress";
import { asVlan, tagsOf, type Vlan } from "../../../provider/model/vlan";

describe("vlan", () => {
    type Full = Exclude<Vlan, number>;
    const cases: readonly (readonly [short: Vlan, full: Full, tags: ReturnType<typeof tagsOf>])[] = [
        [0, { tags: [0] }, [{ id: 0 }]],
        [42, { tags: [42] }, [{ id: 42 }]],
        [{ trunk: true, tags: [42, 43] }, { trunk: true, tags: [42, 43] }, [{ id: 42 }, { id: 43 }]],
        [{ trunk: true, tags: [42] }, { trunk: true, tags: [42] }, [{ id: 42 }]],
        [
            { tags: [{ id: 42, nativeMode: "tagged" }] },
            { tags: [{ id: 42, nativeMode: "tagged" }] },
            [{ id: 42, nativeMode: "tagged" }],
        ],
        [{ tags: [] }, { tags: [] }, []],
    ];
    for (const [short, full, tags] of cases) {
        it(JSON.stringify(short), () => {
            assert.deepEqual(asVlan.shorten(full), short);
            assert.deepEqual(asVlan.expand(short), full);
            assert.deepEqual(tagsOf(short), tags);
        });
    }

    it("two tags are a trunk, as libvirt writes them", () => {
        assert.deepEqual(asVlan.shorten({ tags: [1, 2] }), { trunk: true, tags: [1, 2] });
        assert.deepEqual(asVlan.shorten({ trunk: false, tags: [1, 2] }), { trunk: true, tags: [1, 2] });
    });
    it("one tag that is no trunk is its id", () => {
        assert.equal(asVlan.shorten({ trunk: false, tags: [42] }), 42);
    });
    for (const neither of ["42", true, null, undefined]) {
        it(`is not ${JSON.stringify(neither)}`, () => {
            assert.equal(asVlan.expand(neither), undefined);
        });
    }
});

describe("driver of a pool", () => {
    const { driver } = hostdevNetwork.fields;
    assert.ok(driver.kind === "node" && driver.short);
    const { short } = driver;
    const cases: readonly (readonly [short: unknown, full: object])[] = [
        ["vfio", { name: "vfio" }],
        [{ model: "mlx5_vfio_pci" }, { model: "mlx5_vfio_pci" }],
        [
            { name: "vfio", model: "mlx5_vfio_pci" },
            { name: "vfio", model: "mlx5_vfio_pci" },
        ],
        [{}, {}],
    ];
    for (const [said, full] of cases) {
        it(JSON.stringify(said), () => {
            assert.deepEqual(short.expand(said), full);
            assert.deepEqual(short.shorten(full), said);
        });
    }
    for (const neither of [1, false, null, undefined]) {
        it(`is not ${JSON.stringify(neither)}`, () => {
            assert.equal(short.expand(neither), undefined);
        });
    }
});

describe("PCI address", () => {
    const cases: readonly (readonly [written: string, address: PciAddress, canonical: string])[] = [
        ["0000:07:10.1", { domain: 0, bus: 7, slot: 16, function: 1 }, "0000:07:10.1"],
        ["0:7:1f.7", { domain: 0, bus: 7, slot: 31, function: 7 }, "0000:07:1f.7"],
        ["10000:AF:00.0", { domain: 0x10000, bus: 0xaf, slot: 0, function: 0 }, "10000:af:00.0"],
        ["0000:100:20.8", { domain: 0, bus: 0x100, slot: 0x20, function: 8 }, "0000:100:20.8"],
    ];
    for (const [written, address, canonical] of cases) {
        it(written, () => {
            assert.deepEqual(parsePciAddress(written), address);
            assert.equal(formatPciAddress(address), canonical);
            assert.deepEqual(asPciText.expand(written), address);
        });
    }
    it("what is left out is 0", () => {
        assert.equal(formatPciAddress({}), "0000:00:00.0");
    });
    const wrong = ["", "07:10.1", "0000:07:10", "0000:07:10.1 ", "0000:07:10.", "0000:0g:10.1", "pci_0000_07_10_1"];
    for (const written of wrong) {
        it(`is not ${JSON.stringify(written)}`, () => {
            assert.equal(parsePciAddress(written), undefined);
        });
    }
    it("is not an object: models and programs write it as text", () => {
        assert.equal(asPciText.expand({ bus: 7 }), undefined);
    });
    it("reads what it writes", () => {
        const address = fc.record(
            { domain: fc.nat(0xffffffff), bus: fc.nat(0xff), slot: fc.nat(0x1f), function: fc.nat(7) },
            { noNullPrototype: true },
        );
        fc.assert(
            fc.property(address, (one) => {
                assert.deepEqual(parsePciAddress(formatPciAddress(one)), one);
            }),
        );
    });
});
