import { isDeepStrictEqual } from "node:util";
import type { Libvirt } from "../provider/libvirt";
import { hooksFor } from "../provider/lifecycle/hooks";
import type { Properties } from "../provider/lifecycle/kind";
import { Operation } from "../provider/lifecycle/operation";
import { teamedNic } from "../provider/teamedNic";
import { renderTeamedNic, type TeamedNicArgs } from "../provider/teamedNic/args";
import { figure, interleave, time, type Figure } from "./measure";

const ROUNDS = 9;

/** All that is computed for a teamed NIC that has not changed: check, render, parse, compare. And how it scales. */
export async function pipeline(): Promise<readonly Figure[]> {
    const rounds = await interleave(ROUNDS, {
        few: () => time(() => compute(1000)),
        many: () => time(() => compute(10_000)),
    });
    const ratio = rounds.map(({ few, many }) => many / few);
    return [
        figure(
            "a teamed NIC of 1,000",
            "ms",
            rounds.map(({ few }) => few / 1000),
            { atMost: 0.3 },
        ),
        figure(
            "a teamed NIC of 10,000",
            "ms",
            rounds.map(({ many }) => many / 10_000),
            { atMost: 0.3 },
        ),
        figure("10,000 take as long as 1,000", "times", ratio, { atMost: 12 }),
    ];
}

/** Runs the hooks that Pulumi runs, on a host that has exactly what was rendered. */
async function compute(count: number): Promise<void> {
    let rendered = "";
    const host: Pick<Libvirt, "domainXml"> = {
        domainXml: () => Promise.resolve({ config: `<domain><devices>${rendered}</devices></domain>` }),
    };
    const hooks = hooksFor(teamedNic, {
        assertInstalled: () => undefined,
        // a read asks for nothing else
        operation: new Operation(() => host as Libvirt),
        say: console.log,
        warn: console.warn,
    });
    for (let i = 0; i < count; i++) {
        const { inputs, failures } = await hooks.check(nic(i), nic(i));
        rendered = renderTeamedNic(inputs as unknown as TeamedNicArgs);
        const read = await hooks.read(`nic${i}`, { ...inputs, domainUuid: "" });
        if (failures.length > 0 || !isDeepStrictEqual(read.inputs, inputs))
            throw new Error(`What was rendered does not come back: ${JSON.stringify({ failures, inputs, read })}`);
    }
}

/** One with another name and MAC than any other number has. */
function nic(number: number): Properties {
    const bytes = [number >> 16, number >> 8, number].map((byte) => (byte & 255).toString(16).padStart(2, "0"));
    return {
        uri: "qemu:///system",
        name: `net${number}`,
        domain: `guest${number}`,
        mac: ["52:54:00", ...bytes].join(":"),
        persistent: { network: "lan", mtu: 9000, vlan: 42, driver: { queues: 4 } },
        transient: { network: "vfpool", portgroup: "storage" },
    };
}
