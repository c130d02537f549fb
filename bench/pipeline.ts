import { isDeepStrictEqual } from "node:util";
import type { Libvirt } from "../provider/libvirt";
import { hooksFor, type Hooks } from "../provider/lifecycle/hooks";
import type { Properties } from "../provider/lifecycle/kind";
import { formatMessage, type Message } from "../provider/lifecycle/message";
import { Operation } from "../provider/lifecycle/operation";
import { teamedNic } from "../provider/teamedNic";
import { renderTeamedNic, type TeamedNicArgs } from "../provider/teamedNic/args";
import { fakeHost } from "./fakeHost";
import { figure, formatCount, interleave, time, type Figure, type Size } from "./measure";

const ROUNDS = 9;
const FEW = { full: 1000, small: 10 };
const MANY = { full: 10_000, small: 100 };
const URI = "qemu:///system";

/** A teamed NIC of a program, and the inputs of it that Pulumi keeps in the state. */
interface Unchanged {
    readonly program: Properties;
    readonly prior: Properties;
}

/** All that is computed for a teamed NIC that has not changed: check, render, parse, compare. And how it scales. */
export async function pipeline(size: Size): Promise<readonly Figure[]> {
    const manyNics: Unchanged[] = [];
    for (let number = 0; number < MANY[size]; number++) manyNics.push(await created(nic(number)));
    const fewNics = manyNics.slice(0, FEW[size]);

    const rounds = await interleave(size, ROUNDS, {
        few: async () => (await time(() => compute(fewNics))) / fewNics.length,
        many: async () => (await time(() => compute(manyNics))) / manyNics.length,
    });
    const fewCount = formatCount(fewNics.length);
    const manyCount = formatCount(manyNics.length);
    const few = rounds.map((round) => round.few);
    const many = rounds.map((round) => round.many);
    const ratios = rounds.map((round) => (round.many * manyNics.length) / (round.few * fewNics.length));
    return [
        figure(`a teamed NIC of ${fewCount}`, "ms", few, { atMost: 0.3 }),
        figure(`a teamed NIC of ${manyCount}`, "ms", many, { atMost: 0.3 }),
        figure(`${manyCount} take as long as ${fewCount}`, "times", ratios, { atMost: 12 }),
    ];
}

/** Runs the hooks that Pulumi runs, on a host that has exactly what was rendered. */
async function compute(nics: readonly Unchanged[]): Promise<void> {
    let rendered = "";
    // of an unchanged NIC its guest's definition is asked for, and once whether the card below is up
    const hooks = hooksOn(
        fakeHost({ ...card, uri: URI, domainXml: () => Promise.resolve({ config: guest(rendered) }) }),
    );
    for (const [number, { program, prior }] of nics.entries()) {
        const { inputs, failures } = await hooks.check(prior, program);
        rendered = renderTeamedNic(inputs as unknown as TeamedNicArgs);
        const read = await hooks.read(`nic${number}`, { ...inputs, domainUuid: `uuid${number}` });
        if (failures.length > 0 || !isDeepStrictEqual(read.inputs, inputs))
            throw new Error(`What was rendered does not come back: ${JSON.stringify({ failures, inputs, read })}`);
    }
}

/** Checks a NIC for the first time, on a host with its guest, both its networks and a free VF. */
async function created(program: Properties): Promise<Unchanged> {
    const host = fakeHost({
        ...card,
        uri: URI,
        // tags a virtio half's VLAN on a bridge of libvirt's own
        versions: () => Promise.resolve({ libvirt: 12_008_000, hypervisor: 7_002_000 }),
        domainCapabilities: () =>
            Promise.resolve(
                "<domainCapabilities><devices><hostdev><enum name='pciBackend'><value>vfio</value></enum></hostdev></devices></domainCapabilities>",
            ),
        networkPorts: () => Promise.resolve([]),
        guests: () => Promise.resolve([{ name: String(program["domain"]), uuid: "uuid", active: false }]),
        domainXml: () => Promise.resolve({ config: guest("") }),
    });
    const { inputs, failures } = await hooksOn(host).check({}, program);
    if (failures.length > 0) throw new Error(`The check refuses it: ${JSON.stringify(failures)}`);
    return { program, prior: inputs };
}

const NETWORKS: Readonly<Record<string, string>> = {
    lan: "<network><name>lan</name><bridge name='virbr0'/></network>",
    vfpool: `<network><name>vfpool</name><forward mode='hostdev'><pf dev='enp7s0f0'/>
        <address type='pci' domain='0x0000' bus='0x07' slot='0x10' function='0x0'/></forward>
        <portgroup name='storage'/></network>`,
};

/** The networks of the host, and the PF of its pool. */
const card: Partial<Libvirt> = {
    networks: () =>
        Promise.resolve(
            Object.keys(NETWORKS).map((name) => {
                return { name, uuid: name, active: true, persistent: true, autostart: true };
            }),
        ),
    networkLiveXml: (uuid) => Promise.resolve(NETWORKS[uuid] ?? ""),
    nodeDevices: () => Promise.resolve(["net_enp7s0f0_02_00_00_00_07_00"]),
    nodeDevice: () =>
        Promise.resolve(
            "<device><capability type='net'><interface>enp7s0f0</interface><link state='up'/></capability></device>",
        ),
};

const guest = (interfaces: string): string =>
    `<domain><os><type machine='pc-q35-7.2'>hvm</type></os><devices>${interfaces}</devices></domain>`;

/** Whatever the hooks say or warn of means that the NIC is not what the bench takes it for. */
function hooksOn(host: Libvirt): Hooks {
    const refuse = (message: Message): never => {
        throw new Error(`The hooks said: ${formatMessage(message)}`);
    };
    return hooksFor(teamedNic, {
        assertInstalled: () => undefined,
        operation: new Operation(() => host),
        say: refuse,
        warn: refuse,
    });
}

/** One with another name and MAC than any other number has. */
function nic(number: number): Properties {
    const bytes = [number >> 16, number >> 8, number].map((byte) => (byte & 255).toString(16).padStart(2, "0"));
    return {
        uri: URI,
        name: `net${number}`,
        domain: `guest${number}`,
        mac: ["52:54:00", ...bytes].join(":"),
        persistent: { network: "lan", mtu: 9000, vlan: 42, driver: { queues: 4 } },
        transient: { network: "vfpool", portgroup: "storage" },
    };
}
