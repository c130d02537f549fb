import {
    DevicesUntold,
    ignoreNotFound,
    ignoreRefused,
    ignoreUntold,
    ignoreVanished,
    isSilence,
    VIR_ERR,
} from "../libvirt/errors";
import type { DomainRun, GuestState, Libvirt, NetworkState, Versions } from "../libvirt/libvirt";
import { hostUuidOf, machinesOf } from "../model/capabilities";
import { nicsIn, pciBackendsOf } from "../model/domain";
import { anyNetwork, networkPort } from "../model/networkPort";
import { interfaceSetup, NET_DEVICE, netDevice, netDevicePrefix, pciDevice, pciDeviceName } from "../model/nodeDevice";
import type { HostPciDevice } from "../rules";
import { decode, defined, read, type Fields, type Model, type ModelOf, type Table, type XmlNode } from "../xml";

/** A network of a host, with its state. */
export type NetworkFacts = NetworkState & Model<typeof anyNetwork>;

/** A port of a network: what a guest has of it. */
export type Port = Model<typeof networkPort>;

/** Both layers of a guest; `live` only while it runs. */
export interface Layers {
    readonly config: XmlNode;
    readonly live?: XmlNode;
}

/** A guest in both layers. */
type GuestInFull = GuestState & Layers;

/** A network device of a host. */
export interface NetDeviceFacts {
    readonly link: "up" | "down";
    /** PCI addresses of its VFs; undefined of one that is no SR-IOV card. */
    readonly vfs: readonly string[] | undefined;
}

/** The VFs of a pool: those that it lists, else all of a physical function. */
export interface OfCard {
    readonly pf?: string | undefined;
    readonly addresses?: readonly string[] | undefined;
}

/** An interface of a guest. */
export interface MacHolder {
    /** Name of the guest. */
    readonly name: string;
    readonly uuid: string;
    readonly alias: string | undefined;
    readonly teaming: string | undefined;
}

/** The surveys of hosts, by URI: one for each. */
export type Surveys = (uri: string) => Survey;

/** Reader of a host. It reads each thing once, when it is first asked for, and serves all resources of one operation. */
export class Survey {
    readonly #answers = new Map<string, Promise<unknown>>();
    /** Why the host does not answer, once it has not: to ask it again would wait as long. */
    #silence: { readonly error: unknown } | undefined;

    constructor(readonly libvirt: Libvirt) {}

    versions(): Promise<Versions> {
        return this.#once("versions", () => this.libvirt.versions());
    }

    /** Returns whether guests can get a PCI device of the host by VFIO. */
    hasVfio(): Promise<boolean> {
        return this.#once("vfio", async () =>
            pciBackendsOf(
                read(await this.libvirt.domainCapabilities(), `capabilities of ${this.libvirt.uri}`),
            ).includes("vfio"),
        );
    }

    /** Returns the UUID of the host itself. */
    async hostUuid(): Promise<string | undefined> {
        return hostUuidOf(await this.#capabilities());
    }

    /** Returns the machine types that guests can have there. */
    async machines(): Promise<readonly string[]> {
        return machinesOf(await this.#capabilities());
    }

    guests(): Promise<readonly GuestState[]> {
        return this.#once("guests", () => this.libvirt.guests());
    }

    async guestNamed(nameOrUuid: string): Promise<GuestState | undefined> {
        return (await this.guests()).find(({ name, uuid }) => name === nameOrUuid || uuid === nameOrUuid);
    }

    /** Returns the same, by a look-up of its own: for what asks for one guest alone. */
    lookUpGuest(nameOrUuid: string): Promise<GuestState | undefined> {
        return this.#once(`look up ${nameOrUuid}`, () => ignoreNotFound(() => this.libvirt.domain(nameOrUuid)));
    }

    /** Returns both layers of a guest; undefined where it is missing. */
    guest(uuid: string): Promise<Layers | undefined> {
        return this.#once(`guest ${uuid}`, () =>
            ignoreNotFound(async () => {
                const { config, live } = await this.libvirt.domainXml(uuid);
                const where = `guest ${uuid} on ${this.libvirt.uri}`;
                return defined({
                    config: read(config, where),
                    live: live === undefined ? undefined : read(live, `running ${where}`),
                });
            }),
        );
    }

    /** Returns what libvirt says of a running guest beside its XML; undefined where it is missing. */
    run(uuid: string): Promise<DomainRun | undefined> {
        return this.#once(`run ${uuid}`, () => ignoreNotFound(() => this.libvirt.domainRun(uuid)));
    }

    /** Returns every guest in both layers. */
    async everyGuest(): Promise<readonly GuestInFull[]> {
        return this.#inFull(await this.guests());
    }

    /**
     * Returns every guest, as a listing shows it that is made when this is first asked for. One that has been started since
     * {@link guests} were listed runs.
     */
    guestsNow(): Promise<readonly GuestState[]> {
        return this.#once("guests now", () => this.libvirt.guests());
    }

    /** Returns the guests that run, in both layers. Those that are shut off are not read. */
    async runningGuests(): Promise<readonly GuestInFull[]> {
        return this.#inFull((await this.guestsNow()).filter(({ active }) => active));
    }

    async #inFull(guests: readonly GuestState[]): Promise<readonly GuestInFull[]> {
        const all = guests.map(async (guest) => ({ guest, layers: await this.guest(guest.uuid) }));
        return (await Promise.all(all)).flatMap(({ guest, layers }) => (layers ? [{ ...guest, ...layers }] : []));
    }

    /** Returns the interfaces of the host's guests by their MACs. */
    macs(): Promise<ReadonlyMap<string, readonly MacHolder[]>> {
        return this.#once("macs", async () => {
            const holders = new Map<string, MacHolder[]>();
            for (const { name, uuid, config } of await this.everyGuest())
                for (const { mac, alias, teaming } of nicsIn(config))
                    if (mac !== undefined)
                        holders.set(mac, [...(holders.get(mac) ?? []), { name, uuid, alias, teaming }]);
            return holders;
        });
    }

    /** Returns every network, by name. */
    networks(): Promise<readonly NetworkState[]> {
        return this.#once("networks", () => this.libvirt.networks());
    }

    /** Returns one network in full; undefined where none has that name. */
    network(name: string): Promise<NetworkFacts | undefined> {
        return this.#once(`network ${name}`, async () => {
            const state = (await this.networks()).find((network) => network.name === name);
            if (!state) return undefined;
            return ignoreNotFound(async () => ({
                ...decode(anyNetwork, await (state.active ? this.live(state) : this.definition(state.uuid))).model,
                ...state,
            }));
        });
    }

    /** Returns a started network as it runs. */
    live({ uuid, name }: Pick<NetworkState, "uuid" | "name">): Promise<XmlNode> {
        return this.#once(`live ${uuid}`, async () =>
            read(await this.libvirt.networkLiveXml(uuid), `network ${name} on ${this.libvirt.uri}`),
        );
    }

    /** Returns the definition of a network, or what is left of it while it runs without. */
    definition(uuid: string): Promise<XmlNode> {
        return this.#once(`definition ${uuid}`, async () =>
            read(await this.libvirt.networkXml(uuid), `network ${uuid} on ${this.libvirt.uri}`),
        );
    }

    /** Returns the ports of a network; none of one that is stopped or missing. */
    async ports({ uuid, active }: NetworkState): Promise<readonly Port[]> {
        if (!active) return [];
        return this.#once(`ports ${uuid}`, async () => {
            const ports = await ignoreNotFound(() => this.libvirt.networkPorts(uuid), VIR_ERR.OPERATION_INVALID);
            return (ports ?? []).map((xml) => decode(networkPort, read(xml)).model);
        });
    }

    /** Returns every network in full. */
    async everyNetwork(): Promise<readonly NetworkFacts[]> {
        const all = await Promise.all((await this.networks()).map(({ name }) => this.network(name)));
        return all.filter((network) => network !== undefined);
    }

    /** Returns the pools of VFs, by name. */
    async pools(): Promise<readonly NetworkFacts[]> {
        const pools = (await this.everyNetwork()).filter(({ mode }) => mode === "hostdev");
        return pools.sort((a, b) => (a.name < b.name ? -1 : 1));
    }

    /** Returns the bridges of the started networks. */
    async bridges(): Promise<readonly string[]> {
        return (await this.everyNetwork()).flatMap(({ active, bridge }) => (active && bridge) || []);
    }

    /**
     * Returns a network device by its name; undefined where it is missing.
     *
     * @throws DevicesUntold if that is unknown
     */
    netDevice(name: string): Promise<NetDeviceFacts | undefined> {
        return this.#once(`netdev ${name}`, async () => {
            const prefix = netDevicePrefix(name);
            const named = (await this.toldDevices()).filter((device) => device.startsWith(prefix));
            const devices = await Promise.all(named.map((device) => this.#netDevice(device)));
            const device = devices.find((one) => one?.interface === name);
            if (!device) return undefined;
            return {
                link: device.link === "down" ? "down" : "up",
                vfs: await this.#vfsBelow(device.parent),
            };
        });
    }

    /** Returns the VFs of a pool; undefined if that is unknown. */
    async vfsOf({ pf, addresses }: OfCard): Promise<readonly string[] | undefined> {
        if (addresses) return addresses;
        return pf === undefined ? undefined : (await this.netDevice(pf))?.vfs;
    }

    /**
     * Returns what {@link pciDevice} returns.
     *
     * @throws DevicesUntold if it finds nothing, and that is unknown
     */
    async toldPciDevice(address: string): Promise<HostPciDevice> {
        const device = await this.pciDevice(address);
        if (device === "nothing") await this.toldDevices();
        return device;
    }

    /** Returns what stands at a PCI address. */
    async pciDevice(address: string): Promise<HostPciDevice> {
        const device = await this.#pciDevice(pciDeviceName(address));
        if (!device) return "nothing";
        return device.capabilities?.some(({ type }) => type === "phys_function") ? "a VF" : "no VF";
    }

    /**
     * Returns the names of the network devices of a VF's PF; none where either is missing. Of a card in switchdev mode these are
     * the PF and the representors of its VFs, which libvirt does not tell apart. Looks through all network devices.
     */
    async pfNames(vf: string): Promise<readonly string[]> {
        const device = await this.#pciDevice(pciDeviceName(vf));
        const [pf] = device?.capabilities?.find(({ type }) => type === "phys_function")?.addresses ?? [];
        if (pf === undefined) return [];
        const named = (await this.nodeDevices()).filter((name) => name.startsWith(NET_DEVICE));
        const devices = await Promise.all(named.map((name) => this.#netDevice(name)));
        const ofPf = devices.flatMap((one) => (one?.parent === pciDeviceName(pf) ? (one.interface ?? []) : []));
        return ofPf.sort();
    }

    /**
     * Returns the names of the network devices that have VFs, or stand for one. Looks through all network devices.
     *
     * @throws DevicesUntold if that is unknown
     */
    async cardNames(): Promise<readonly string[]> {
        const named = (await this.toldDevices()).filter((name) => name.startsWith(NET_DEVICE));
        const devices = await Promise.all(
            named.map(async (name) => {
                const { interface: own, parent } = (await this.#netDevice(name)) ?? {};
                return own !== undefined && (await this.#vfsBelow(parent)) ? [own] : [];
            }),
        );
        return devices.flat().sort();
    }

    /** Returns the VFs of a PCI device by libvirt's name of it; undefined of one that can have none. */
    async #vfsBelow(name: string | undefined): Promise<readonly string[] | undefined> {
        const pci = name?.startsWith("pci_") ? await this.#pciDevice(name) : undefined;
        const functions = pci?.capabilities?.find(({ type }) => type === "virt_functions");
        return functions && (functions.addresses ?? []);
    }

    /**
     * Tells whether the host has a network device. A bridge, a bond and a VLAN are host interfaces, and never node devices.
     * Source: src/node_device/node_device_udev.c, udevGetDeviceType; libvirt 9.0 and 11.3, observed
     */
    async hasNetDevice(name: string): Promise<boolean> {
        const told = this.netDevice(name);
        if ((await ignoreUntold(told)) || (await this.bridges()).includes(name)) return true;
        if ((await this.#hostInterface(name)) !== undefined) return true;
        return (await told) !== undefined;
    }

    /** Returns the MTU of a network device in bytes; undefined where the host does not tell. */
    async mtu(name: string): Promise<number | undefined> {
        return (await ignoreRefused(this.#hostInterface(name)))?.mtu;
    }

    #hostInterface(name: string): Promise<Model<typeof interfaceSetup> | undefined> {
        return this.#once(`interface ${name}`, () =>
            ignoreVanished(
                this.libvirt,
                async () => decode(interfaceSetup, read(await this.libvirt.interfaceXml(name))).model,
            ),
        );
    }

    /** Returns libvirt's names of the host's network and PCI devices. */
    nodeDevices(): Promise<readonly string[]> {
        return this.#once("devices", () => this.libvirt.nodeDevices());
    }

    /**
     * Returns the names of the host's devices.
     *
     * @throws DevicesUntold where no network device is among them: then nothing is known of what is missing
     */
    async toldDevices(): Promise<readonly string[]> {
        const devices = await this.nodeDevices();
        if (!devices.some((name) => name.startsWith(NET_DEVICE))) throw new DevicesUntold(this.libvirt.uri);
        return devices;
    }

    #capabilities(): Promise<XmlNode> {
        return this.#once("capabilities", async () =>
            read(await this.libvirt.capabilities(), `capabilities of ${this.libvirt.uri}`),
        );
    }

    #netDevice(name: string): Promise<Model<typeof netDevice> | undefined> {
        return this.#device(name, netDevice);
    }

    #pciDevice(name: string): Promise<Model<typeof pciDevice> | undefined> {
        return this.#device(name, pciDevice);
    }

    #device<F extends Fields>(name: string, table: Table<F>): Promise<ModelOf<F> | undefined> {
        return this.#once(`device ${name}`, () =>
            ignoreVanished(this.libvirt, async () => decode(table, read(await this.libvirt.nodeDevice(name))).model),
        );
    }

    #once<T>(what: string, ask: () => Promise<T>): Promise<T> {
        const known = this.#answers.get(what) as Promise<T> | undefined;
        const answer = known ?? this.#ask(ask);
        this.#answers.set(what, answer);
        return answer;
    }

    async #ask<T>(ask: () => Promise<T>): Promise<T> {
        if (this.#silence) throw this.#silence.error;
        try {
            return await ask();
        } catch (error) {
            if (isSilence(error)) this.#silence = { error };
            throw error;
        }
    }
}
