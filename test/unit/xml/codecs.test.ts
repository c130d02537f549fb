import assert from "node:assert/strict";
import { inspect } from "node:util";
import fc from "fast-check";
import { mac } from "../../../provider/model/mac";
import { uuid } from "../../../provider/model/uuid";
import { count, hex, oneOf, onOff, openSet, text, trueFalse, yesNo, type Codec } from "../../../provider/xml";

interface Cases {
    readonly codec: Codec<unknown>;
    readonly shape: string;
    /** Text, its value, and the canonical text where that is another. */
    readonly reads: readonly (readonly [text: string, value: unknown, canonical?: string])[];
    /** Text that has no value. */
    readonly refuses: readonly string[];
    /** Values of a program that do not fit. */
    readonly isNot: readonly unknown[];
}

const notText = [undefined, null, 1, true, [], {}, "\u0007", "\uD83D"];

const codecs: Readonly<Record<string, Cases>> = {
    text: {
        codec: text,
        shape: "text without control characters",
        reads: [
            ["", ""],
            [" a\tb\n", " a\tb\n"],
            ["007", "007"],
        ],
        refuses: [],
        isNot: notText,
    },
    yesNo: {
        codec: yesNo,
        shape: "true or false",
        reads: [
            ["yes", true],
            ["no", false],
        ],
        refuses: ["", "true", "on", "1", "Yes", " yes"],
        isNot: ["yes", 1, 0, null, undefined],
    },
    onOff: {
        codec: onOff,
        shape: "true or false",
        reads: [
            ["on", true],
            ["off", false],
        ],
        refuses: ["", "yes", "default", "ON"],
        isNot: ["on", 1, null],
    },
    trueFalse: {
        codec: trueFalse,
        shape: "true or false",
        reads: [
            ["true", true],
            ["false", false],
        ],
        refuses: ["", "yes", "1"],
        isNot: ["true", 1, null],
    },
    count: {
        codec: count,
        shape: "a whole number from 0 on",
        reads: [
            ["0", 0],
            ["42", 42],
            ["0100", 100, "100"],
            [" 7 ", 7, "7"],
            ["9007199254740991", 9007199254740991],
        ],
        refuses: ["", " ", "-1", "+1", "1.5", "1e3", "0x10", "ten", "1 2", "9007199254740992"],
        isNot: [-1, 1.5, NaN, Infinity, 2 ** 53, "1", null, true],
    },
    hex: {
        codec: hex(2),
        shape: "a whole number from 0 to 0xffffffff, such as 16 or 0x10",
        reads: [
            ["0x10", 16],
            ["0x07", 7],
            ["0X1F", 31, "0x1f"],
            ["16", 16, "0x10"],
            ["020", 16, "0x10"],
            ["07", 7, "0x07"],
            ["0", 0, "0x00"],
            ["00", 0, "0x00"],
            ["0x100", 256],
            ["0xffffffff", 4294967295],
            ["4294967295", 4294967295, "0xffffffff"],
            ["037777777777", 4294967295, "0xffffffff"],
        ],
        refuses: ["", "08", "09", "1a", "0x", "0xg", "-1", " 1", "0x100000000", "4294967296", "040000000000"],
        isNot: [-1, 1.5, 2 ** 32, "0x10", null],
    },
    "hex of one digit": {
        codec: hex(1),
        shape: "a whole number from 0 to 0xffffffff, such as 16 or 0x10",
        reads: [["0x0", 0]],
        refuses: ["8x"],
        isNot: ["0"],
    },
    oneOf: {
        codec: oneOf("up", "down"),
        shape: '"up" or "down"',
        reads: [
            ["up", "up"],
            ["down", "down"],
        ],
        refuses: ["", "UP", "toString"],
        isNot: ["sideways", true, null, undefined],
    },
    openSet: {
        codec: openSet("vfio", "xen"),
        shape: '"vfio" or "xen" (or another word that this libvirt knows)',
        reads: [
            ["vfio", "vfio"],
            ["novel", "novel"],
            ["", ""],
        ],
        refuses: [],
        isNot: notText,
    },
    mac: {
        codec: mac,
        shape: "a MAC address such as 52:54:00:12:34:56",
        reads: [
            ["52:54:00:12:34:56", "52:54:00:12:34:56"],
            ["52:54:00:AB:CD:EF", "52:54:00:ab:cd:ef", "52:54:00:ab:cd:ef"],
            ["2:54:0:A:b:c", "02:54:00:0a:0b:0c", "02:54:00:0a:0b:0c"],
            ["no mac", "no mac"],
        ],
        refuses: [],
        isNot: notText,
    },
    uuid: {
        codec: uuid,
        shape: "a UUID such as 09b11c53-8b5c-4eeb-8f00-d84eaa0aaa4f",
        reads: [
            ["09b11c53-8b5c-4eeb-8f00-d84eaa0aaa4f", "09b11c53-8b5c-4eeb-8f00-d84eaa0aaa4f"],
            [
                " 09B11C538B5C-4eeb--8f00-d84eaa0aaa4f",
                "09b11c53-8b5c-4eeb-8f00-d84eaa0aaa4f",
                "09b11c53-8b5c-4eeb-8f00-d84eaa0aaa4f",
            ],
            ["09b11c53-8b5c-4eeb-8f00-d84eaa0aaa4", "09b11c53-8b5c-4eeb-8f00-d84eaa0aaa4"],
            ["", ""],
        ],
        refuses: [],
        isNot: notText,
    },
};

for (const [name, { codec, shape, reads, refuses, isNot }] of Object.entries(codecs)) {
    describe(`codec ${name}`, () => {
        it("says what fits", () => {
            assert.equal(codec.shape, shape);
        });
        for (const [written, value, canonical = written] of reads) {
            it(`${JSON.stringify(written)} is ${JSON.stringify(value)}`, () => {
                assert.deepEqual(codec.parse(written), value);
                assert.equal(codec.is(value), true);
                assert.equal(codec.format(value), canonical);
            });
        }
        for (const written of refuses) {
            it(`${JSON.stringify(written)} is nothing`, () => {
                assert.equal(codec.parse(written), undefined);
            });
        }
        for (const value of isNot) {
            it(`does not take ${inspect(value)}`, () => {
                assert.equal(codec.is(value), false);
            });
        }
        it("parses what it formats, and never throws", () => {
            fc.assert(
                fc.property(fc.oneof(fc.string(), fc.maxSafeNat(), fc.nat(), fc.boolean(), fc.anything()), (value) => {
                    if (codec.is(value)) {
                        const formatted = codec.format(value);
                        const parsed = codec.parse(formatted);
                        assert.equal(codec.is(parsed), true);
                        assert.equal(codec.format(parsed), formatted);
                    }
                    codec.parse(inspect(value));
                }),
                { numRuns: 300 },
            );
        });
    });
}
