import assert from "node:assert/strict";
import fc from "fast-check";
import { startHost, type Host } from "../../../lab/host";
import { Client, LibvirtError } from "../../../provider/libvirt";
import { GarbageRelay, type Garbage } from "../../support/garbage";

const CONVERSATIONS = 100;

const anyBytes = fc.uint8Array({ minLength: 4096, maxLength: 4096 });
const anyGarbage: fc.Arbitrary<Garbage> = anyBytes.chain((bytes) =>
    fc.constantFrom<Garbage>(
        () => Buffer.from(bytes),
        (answer) => Buffer.alloc(answer.length),
        (answer) => Buffer.alloc(answer.length, 0xff),
        // a packet of the right length, or one whose length is right alone
        (answer) => Buffer.from(answer.map((byte, at) => byte ^ (bytes[at % bytes.length] ?? 0))),
        (answer) => Buffer.concat([answer.subarray(0, 4), bytes]),
        (answer) => answer.subarray(0, answer.length >> 1),
        () => Buffer.alloc(0),
    ),
);

describe("a daemon that sends garbage", () => {
    let host: Host;
    let relay: GarbageRelay;
    before(async () => {
        host = await startHost();
        await host.virsh("net-define", await host.file("<network><name>n</name></network>"));
        relay = await GarbageRelay.before(host);
    });
    after(async () => {
        relay.stop();
        await host.stop();
    });

    it("is refused with libvirt's words, and neither ends nor hangs this process", async () => {
        let [refused, answered] = [0, 0];
        const conversations = fc.sample(fc.tuple(fc.nat(380), anyGarbage), { seed: 7, numRuns: CONVERSATIONS });
        for (const [whole, garbage] of conversations) {
            relay.send(whole, garbage);
            const client = new Client(relay.uri, { threads: 1 });
            try {
                for (const { uuid } of await client.networks()) await client.networkXml(uuid);
                await client.guests();
                answered += 1;
            } catch (error) {
                assert.ok(error instanceof LibvirtError, String(error));
                refused += 1;
            } finally {
                await client.close();
            }
        }
        console.log(`    ${CONVERSATIONS} conversations with garbage: ${refused} refused, ${answered} answered`);
        assert.ok(refused > 80);
        assert.equal((await host.virsh("net-list", "--all", "--name")).trim(), "n");
    });
});
