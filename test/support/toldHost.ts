import { LibvirtError, VIR_ERR } from "../../provider/libvirt/errors";
import type { GuestState, Libvirt, NetworkState } from "../../provider/libvirt/libvirt";
import { hostdevNetwork } from "../../provider/hostdevNetwork";
import type { Kind, Properties } from "../../provider/lifecycle/kind";
import { Operation } from "../../provider/lifecycle/operation";
import { teamedNic } from "../../provider/teamedNic";

/** What a host has. */
export interface Told {
    /** Of the same version are both libvirt and QEMU. */
    readonly version?: number;
    /** XML of its started networks, by name. */
    readonly started?: Readonly<Record<string, string>>;
    /** XML of those that are defined alone. */
    readonly stopped?: Readonly<Record<string, string>>;
    /** XML of its guests, by name; the UUID of `web` is `uuid-web`. */
    readonly guests?: Readonly<Record<string, string>>;
    /** XML of what guests have of a network, by its name. */
    readonly ports?: Readonly<Record<string, readonly string[]>>;
    /** Names of those that run. */
    readonly running?: readonly string[];
    /** XML of guests that run otherwise than their definition says, by name. */
    readonly live?: Readonly<Record<string, string>>;
    /** Calls that its libvirt has no driver for. */
    readonly lacks?: readonly (keyof Libvirt)[];
    /** How many VFs its PFs have, by name: those of the first are 0000:01:10.0 and so on, of the second 0000:02:10.0. */
    readonly cards?: Readonly<Record<string, number>>;
    /** Names of network devices of its first PF that stand for VFs, as in switchdev mode. */
    readonly representors?: readonly string[];
    /** Names of its bridges, bonds and VLANs, which are no node devices. */
    readonly interfaces?: readonly string[];
    /** Whether udev tells its libvirt of devices. @default true */
    readonly udev?: boolean;
}

/** A host as the test tells it, of any version, which notes what it is asked. */
export class ToldHost {
    /** Each call, as `guests` or `networkLiveXml lan`, in the order in which they came. */
    readonly asked: string[] = [];

    constructor(
        readonly uri: string,
        readonly told: Told = {},
    ) {}

    get libvirt(): Libvirt {
        const { uri, told, asked } = this;
        const {
            version = 9_000_000,
            started = {},
            stopped = {},
            guests = {},
            ports = {},
            running = [],
            live = {},
            cards = {},
            representors = [],
            interfaces = [],
            lacks = [],
            udev = true,
        } = told;
        const answer = <T>(call: string, value: T | undefined): Promise<T> => {
            asked.push(call);
            if (lacks.some((one) => call.split(" ")[0] === one))
                return Promise.reject(new LibvirtError(call, VIR_ERR.NO_SUPPORT, 0, "not supported", uri));
            const gone = new LibvirtError(call, VIR_ERR.NO_NODE_DEVICE, 0, "it is not there", uri);
            return value === undefined ? Promise.reject(gone) : Promise.resolve(value);
        };
        const networksOf = (some: Readonly<Record<string, string>>, active: boolean): readonly NetworkState[] =>
            Object.keys(some).map((name) => ({ name, uuid: name, active, persistent: true, autostart: active }));
        const answers: Partial<Libvirt> = {
            uri,
            versions: () => answer("versions", { libvirt: version, hypervisor: version }),
            networks: () => answer("networks", [...networksOf(started, true), ...networksOf(stopped, false)]),
            networkXml: (name) => answer(`networkXml ${name}`, stopped[name] ?? started[name]),
            networkLiveXml: (name) => answer(`networkLiveXml ${name}`, started[name]),
            networkPorts: (name) => answer(`networkPorts ${name}`, ports[name] ?? []),
            capabilities: () =>
                answer(
                    "capabilities",
                    `<capabilities><host><uuid>uuid of ${uri}</uuid></host><guest><arch name='x86_64'><machine>q35</machine></arch></guest></capabilities>`,
                ),
            domainCapabilities: () =>
                answer(
                    "domainCapabilities",
                    "<domainCapabilities><devices><hostdev><enum name='pciBackend'><value>vfio</value></enum></hostdev></devices></domainCapabilities>",
                ),
            guests: () =>
                answer(
                    "guests",
                    Object.keys(guests).map((name): GuestState => ({
                        name,
                        uuid: `uuid-${name}`,
                        active: running.includes(name),
                    })),
                ),
            domainXml(uuid) {
                const name = uuid.replace("uuid-", "");
                const config = guests[name] ?? "";
                return answer(`domainXml ${uuid}`, {
                    config,
                    ...(running.includes(name) && { live: live[name] ?? config }),
                });
            },
            interfaceXml: (name) =>
                answer(`interfaceXml ${name}`, interfaces.includes(name) ? "<interface/>" : undefined),
            until,
            domainRun: (uuid) => answer(`domainRun ${uuid}`, { persistent: true }),
            nodeDevices: () =>
                answer("nodeDevices", udev ? ["lo", ...representors, ...Object.keys(cards)].map(netDeviceName) : []),
            nodeDevice: (name) =>
                answer(
                    `nodeDevice ${name}`,
                    Object.keys(cards).map(netDeviceXml)[Object.keys(cards).map(netDeviceName).indexOf(name)] ??
                        representors.map((one) => netDeviceXml(one, 0))[
                            representors.map(netDeviceName).indexOf(name)
                        ] ??
                        deviceXml(name, Object.values(cards)),
                ),
        };
        return answers as Libvirt;
    }
}

/** How often a host is looked at until it is as wanted: a test has no clock to wait by. */
export const LOOKS = 5;

async function until(isSo: () => Promise<boolean>): Promise<boolean> {
    for (let looks = 0; looks < LOOKS; looks++) if (await isSo()) return true;
    return false;
}

const netDeviceName = (name: string): string => `net_${name}_02_00_00_00_00_00`;
const netDeviceXml = (name: string, i: number): string =>
    `<device><parent>pci_0000_0${i + 1}_00_0</parent><capability type='net'><interface>${name}</interface><link state='up'/></capability></device>`;

function deviceXml(name: string, vfs: readonly number[]): string | undefined {
    const [, bus = "", slot = "", number = ""] = /^pci_0000_0(\d)_(00|10)_(\d)$/.exec(name) ?? [];
    const count = vfs[Number(bus) - 1];
    if (count === undefined || (slot === "10" && Number(number) >= count)) return undefined;
    const addresses = Array.from(
        { length: count },
        (_, i) => `<address domain='0x0000' bus='0x0${bus}' slot='0x10' function='0x${i}'/>`,
    );
    if (slot === "10")
        addresses.splice(0, count, `<address domain='0x0000' bus='0x0${bus}' slot='0x00' function='0x0'/>`);
    const type = slot === "00" ? "virt_functions" : "phys_function";
    return `<device><capability type='pci'><capability type='${type}'>${addresses.join("")}</capability></capability></device>`;
}

/** One operation of Pulumi on hosts as the test tells them. Of each resource: what is wrong, and what would be allowed. */
export class ToldOperation {
    readonly #operation = new Operation((uri) => {
        const host = this.hosts.find((one) => one.uri === uri);
        if (!host) throw new Error(`nobody told of ${uri}`);
        return host.libvirt;
    });

    constructor(readonly hosts: readonly ToldHost[]) {}

    pool = (said: Properties, was?: Properties): Promise<readonly string[]> => this.#judge(hostdevNetwork, said, was);
    pair = (said: Properties, was?: Properties, isReplaced = false): Promise<readonly string[]> =>
        this.#judge(teamedNic, said, was, isReplaced);

    async #judge<Args, Outputs>(
        kind: Kind<Args, Outputs>,
        said: Properties,
        was?: Properties,
        isReplacement = false,
    ): Promise<readonly string[]> {
        const desired = kind.withDefaults(said) as Partial<Args>;
        kind.declare?.(this.#operation, desired);
        const prior = was && (kind.withDefaults(was) as Args);
        const { failures, unchecked } = await kind.checkOnHost(this.#operation, { desired, prior, isReplacement });
        return [
            ...failures.map(({ severity, rule, property, allowed }) => `${severity} ${property} ${rule}: ${allowed}`),
            ...unchecked,
        ];
    }
}
