import assert from "node:assert/strict";
import { once } from "node:events";
import { mkdtemp, rm } from "node:fs/promises";
import { connect } from "node:net";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { ipOf, isAt, macOf, parse, ping, pong, whereIs, type Address } from "../../../lab/twoHosts/frames";
import { Switch } from "../../../lab/twoHosts/switch";

const outside: Address = { mac: macOf("02:00:00:00:00:fe"), ip: ipOf("10.9.0.254") };
const guest: Address = { mac: macOf("52:54:00:00:00:01"), ip: ipOf("10.9.0.77") };

/** Adds up to 0xffff with its own checksum, as each receiver checks it. Source: RFC 1071 */
function sum(bytes: Buffer): number {
    let total = 0;
    for (let at = 0; at < bytes.length; at += 2) total += bytes.readUInt16BE(at);
    return (total & 0xffff) + (total >>> 16);
}

describe("the frames of a ping", () => {
    it("say what they were made of", () => {
        assert.deepEqual(parse(whereIs(guest.ip, outside)), { kind: "where-is", ip: guest.ip, asker: outside });
        assert.deepEqual(parse(isAt(guest, outside)), { kind: "is-at", sender: guest });
        const asked = parse(ping(0x1234, outside, guest));
        assert.ok(asked?.kind === "ping");
        assert.deepEqual([asked.from, asked.to], [outside, guest.ip]);
        assert.deepEqual(parse(pong(asked.echo, guest, outside)), { kind: "pong", from: guest.ip, number: 0x1234 });
    });

    it("carry checksums that a receiver accepts", () => {
        const frame = ping(7, outside, guest);
        assert.equal(frame.length, 14 + 20 + 56);
        assert.equal(sum(frame.subarray(14, 34)), 0xffff);
        assert.equal(sum(frame.subarray(34)), 0xffff);
    });

    it("are told apart from other frames", () => {
        const other = ping(7, outside, guest);
        other.writeUInt16BE(0x86dd, 12);
        assert.equal(parse(other), undefined);
        assert.equal(parse(ping(7, outside, guest).subarray(0, 30)), undefined);
    });
});

describe("the switch", () => {
    it("sends to all ports until it has learnt by which one a MAC is reached", async () => {
        const folder = await mkdtemp(join(tmpdir(), "switch-"));
        const network = new Switch();
        const seen: string[] = [];
        const note = (port: string) => (frame: Buffer, cameBy: string) => {
            seen.push(`${cameBy} -> ${port}: ${parse(frame)?.kind ?? ""}`);
        };
        const fromOutside = network.addHost("outside", note("outside"));
        network.addHost("other", note("other"));
        await network.addSocket("guest", join(folder, "guest"));
        const socket = connect(join(folder, "guest"));
        try {
            const asks = whereIs(outside.ip, guest);
            const answers = isAt(guest, outside);
            fromOutside(isAt(outside, guest));
            // QEMU's frames may arrive in pieces, and several at once
            const bytes = Buffer.concat(
                [asks, answers].flatMap((frame) => [Buffer.from([0, 0, 0, frame.length]), frame]),
            );
            socket.write(bytes.subarray(0, 3));
            await once(socket, "connect");
            socket.write(bytes.subarray(3));
            while (seen.length < 4) await new Promise(setImmediate);
            fromOutside(ping(1, outside, guest));
            const [data] = (await once(socket, "data")) as [Buffer];
            assert.equal(data.readUInt32BE(0), data.length - 4);
            assert.equal(parse(data.subarray(4))?.kind, "ping");
            assert.deepEqual(seen, [
                "outside -> other: is-at",
                "guest -> outside: where-is",
                "guest -> other: where-is",
                "guest -> outside: is-at",
            ]);
        } finally {
            socket.destroy();
            network.close();
            await rm(folder, { recursive: true });
        }
    });
});
