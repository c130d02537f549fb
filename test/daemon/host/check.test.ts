import assert from "node:assert/strict";
import type { Properties } from "../../../provider/lifecycle/kind";
import { findings } from "../../support/findings";
import { guestBench, MAC } from "../../support/guest";
import { networkBench } from "../../support/network";

/** Pulumi's stand-in for a value that is not known before an update has run. */
const UNKNOWN = "04da6b54-80e4-46f7-96ec-b56ff0331ba9";

describe("a wrong program", () => {
    describe("of a HostdevNetwork", () => {
        const bench = networkBench();

        it("has all its faults told at once", async () => {
            const program = {
                name: "a/b",
                mode: "nat",
                pf: "enp7s0f0",
                addresses: ["0000:07:10.0", "0000:07:10.0", "0000:07:20.0", "07:10.0"],
                driver: "kvm",
                vlan: { tags: [1, 5000] },
                portgroups: [{ name: "a", default: true }, { name: "a", default: true, vlan: 4096 }, {}],
                ipv6: "yes",
                colour: "red",
            };
            assert.deepEqual(await findings(bench.stack, program), [
                "addresses[3] argument-shape",
                "portgroups[2].name missing-argument",
                "ipv6 argument-shape",
                "colour unknown-argument",
                "name network-name-legal",
                "mode pool-is-hostdev",
                "driver pool-driver-is-vfio",
            ]);
            const { addresses, portgroups, ...rest } = program;
            const shaped = { ...rest, addresses: addresses.slice(0, 3), portgroups: portgroups.slice(0, 2) };
            assert.deepEqual(await findings(bench.stack, shaped), [
                "ipv6 argument-shape",
                "colour unknown-argument",
                "name network-name-legal",
                "mode pool-is-hostdev",
                "pf pool-has-one-source",
                "addresses[2] pool-address-in-range",
                "addresses[1] pool-address-once",
                "driver pool-driver-is-vfio",
                "vlan pool-vlan-in-range",
                "portgroups[1].vlan pool-vlan-in-range",
                "vlan pool-vlan-one-tag",
                "portgroups[1].name portgroup-name-once",
                "portgroups[1].default portgroup-one-default",
            ]);
        });

        for (const field of ["uri", "name", "pf", "vlan", "portgroups", "driver", "autostart", "isolated"])
            it(`waits for ${field} while it is unknown`, async () => {
                const program = { name: "p", pf: "enp7s0f0", [field]: UNKNOWN };
                assert.equal((await bench.stack.checked(program))[field], UNKNOWN);
            });

        it("waits for what is unknown inside", async () => {
            const inside = {
                addresses: ["0000:07:10.0", UNKNOWN],
                vlan: { tags: [UNKNOWN] },
                portgroups: [{ name: UNKNOWN, vlan: UNKNOWN }, UNKNOWN],
                virtualport: { type: "802.1Qbh", profileid: UNKNOWN },
            };
            const { addresses, vlan, portgroups, virtualport } = await bench.stack.checked({ name: "p", ...inside });
            assert.deepEqual({ addresses, vlan, portgroups, virtualport }, inside);
        });

        it("is told of the faults that do not wait", async () => {
            const program = { name: UNKNOWN, pf: "enp7s0f0", vlan: 5000, portgroups: [{ name: "a", vlan: UNKNOWN }] };
            assert.deepEqual(await findings(bench.stack, program), []);
            assert.deepEqual(await findings(bench.stack, { ...program, driver: "kvm", portgroups: [] }), [
                "driver pool-driver-is-vfio",
                "vlan pool-vlan-in-range",
            ]);
        });
    });

    describe("of a TeamedNic", () => {
        const bench = guestBench();

        it("has all its faults told at once", async () => {
            const program = {
                name: "net0",
                domain: "guest",
                mac: "53:54:00:aa:bb:01",
                persistent: {
                    network: "br",
                    bridge: "br0",
                    model: "e1000",
                    alias: "net0",
                    target: "vnet3",
                    mtu: "big",
                },
                transient: {
                    network: "pool",
                    vlan: [7],
                    mtu: 9000,
                    link: "down",
                    driver: { name: "vfio" },
                    colour: "red",
                },
            };
            assert.deepEqual(await findings(bench.stack, program), [
                "persistent.mtu argument-shape",
                "transient.vlan argument-shape",
                "transient.colour unknown-argument",
                "mac mac-is-unicast",
                "persistent half-has-one-source",
                "persistent.alias alias-starts-with-ua",
                "persistent.model persistent-is-virtio",
                "persistent.target target-has-no-reserved-prefix",
                "transient.driver transient-driver-by-address-only",
                "transient.mtu transient-has-no-mtu",
                "transient.link transient-has-no-link-state",
            ]);
        });

        it("waits for what is unknown, and keeps it", async () => {
            const half = { alias: "ua-x", model: "virtio" };
            const programs: readonly Properties[] = [
                { ...bench.program(), uri: UNKNOWN },
                { ...bench.program(), domain: UNKNOWN },
                { ...bench.program(), mac: UNKNOWN },
                { ...bench.program(), persistent: UNKNOWN },
                { ...bench.program(), transient: UNKNOWN },
                bench.program({ network: UNKNOWN }, { network: UNKNOWN }),
                bench.program({ bridge: UNKNOWN }, { address: UNKNOWN }),
                bench.program({ ...half, vlan: UNKNOWN, driver: { queues: UNKNOWN } }, { vlan: { tags: [UNKNOWN] } }),
                bench.program({ alias: UNKNOWN }, { alias: UNKNOWN }),
            ];
            for (const program of programs) assertContains(await bench.stack.checked(program), program, "");
        });

        it("gives an alias that follows from something unknown as unknown too", async () => {
            const { persistent, transient } = await bench.stack.checked({ ...bench.program(), name: UNKNOWN });
            assert.deepEqual(
                { persistent, transient },
                {
                    persistent: {
                        type: "network",
                        mac: MAC,
                        model: "virtio",
                        teaming: "persistent",
                        alias: UNKNOWN,
                        network: "br",
                    },
                    transient: {
                        type: "network",
                        mac: MAC,
                        model: "virtio",
                        teaming: "transient",
                        persistent: UNKNOWN,
                        alias: UNKNOWN,
                        network: "pool",
                    },
                },
            );
            const named = await bench.stack.checked(bench.program({ alias: UNKNOWN }));
            assert.equal((named["transient"] as Properties)["persistent"], UNKNOWN);
        });
    });
});

/** Whether everything that was said is there, as it was said. */
function assertContains(whole: unknown, said: unknown, path: string): void {
    if (typeof said !== "object" || said === null) {
        assert.equal(whole, said, path);
        return;
    }
    for (const [key, value] of Object.entries(said))
        assertContains((whole as Properties)[key], value, `${path}.${key}`);
}
