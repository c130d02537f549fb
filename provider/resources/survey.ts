import { isGone } from "../libvirt/errors";
import type { GuestXml, Libvirt, NetworkState, Versions } from "../libvirt/libvirt";
import { pciBackendsOf } from "../model/domain";
import { anyNetwork } from "../model/networkPort";
import { netDevice, pciDevice, pciDeviceName } from "../model/nodeDevice";
import type { HostPciDevice } from "../rules";
import { decode, read, type Model } from "../xml";
import { nicsIn } from "./halves";

/** A network of a host, with its state. */
export type NetworkFacts = NetworkState & Model<typeof anyNetwork>;

/** A network device of a host. */
export interface NetDeviceFacts {
    readonly link: "up" | "down";
    /** PCI addresses of its VFs; undefined of one that is no SR-IOV card. */
    readonly vfs?: readonly string[] | undefined;
}

/** An interface of a guest. */
export interface MacHolder {
    /** The guest's. */
    readonly name: string;
    readonly uuid: string;
    readonly alias: string | undefined;
    readonly teaming: string | undefined;
}

/** What a host has. Each thing is read once, when the first asks for it, and shared by all resources of one operation. */
export class Survey {
    readonly #answers = new Map<string, Promise<unknown>>();

    constructor(readonly libvirt: Libvirt) {}

    versions(): Promise<Versions> {
        return this.#once("versions", () => this.libvirt.versions());
    }

    /** Whether guests can get a PCI device of the host by VFIO. */
    hasVfio(): Promise<boolean> {
        return this.#once("vfio", async () =>
            pciBackendsOf(
                read(await this.libvirt.domainCapabilities(), `capabilities of ${this.libvirt.uri}`),
            ).includes("vfio"),
        );
    }

    guests(): Promise<readonly GuestXml[]> {
        return this.#once("guests", () => this.libvirt.guests());
    }

    /** Whose the MACs of the host's guests are. */
    macs(): Promise<ReadonlyMap<string, readonly MacHolder[]>> {
        return this.#once("macs", async () => {
            const holders = new Map<string, MacHolder[]>();
            for (const { name, uuid, xml } of await this.guests())
                for (const { mac, alias, teaming } of nicsIn(read(xml, `guest ${name} on ${this.libvirt.uri}`)))
                    if (mac !== undefined)
                        holders.set(mac, [...(holders.get(mac) ?? []), { name, uuid, alias, teaming }]);
            return holders;
        });
    }

    /** Every network, by name. */
    networks(): Promise<readonly NetworkState[]> {
        return this.#once("networks", () => this.libvirt.networks());
    }

    /** One network in full; undefined where there is none of that name. */
    network(name: string): Promise<NetworkFacts | undefined> {
        return this.#once(`network ${name}`, async () => {
            const state = (await this.networks()).find((network) => network.name === name);
            if (!state) return undefined;
            const { uuid, active } = state;
            const xml = active ? this.libvirt.networkLiveXml(uuid) : this.libvirt.networkXml(uuid);
            try {
                return {
                    ...decode(anyNetwork, read(await xml, `network ${name} on ${this.libvirt.uri}`)).model,
                    ...state,
                };
            } catch (error) {
                if (isGone(error)) return undefined; // since it was listed
                throw error;
            }
        });
    }

    /** The bridges of its started networks. */
    bridges(): Promise<readonly string[]> {
        return this.#once("bridges", async () => {
            const started = (await this.networks()).filter(({ active }) => active);
            return (await Promise.all(started.map(({ name }) => this.network(name)))).flatMap(
                (network) => network?.bridge ?? [],
            );
        });
    }

    /** A network device by its name; undefined where the host has none. */
    netDevice(name: string): Promise<NetDeviceFacts | undefined> {
        return this.#once(`netdev ${name}`, async () => {
            const device = (await this.#netDevices()).find((one) => one.interface === name);
            if (!device) return undefined;
            const pci = device.parent?.startsWith("pci_") ? await this.#pciDevice(device.parent) : undefined;
            const functions = pci?.capabilities?.find(({ type }) => type === "virt_functions");
            return {
                link: device.link === "down" ? "down" : "up",
                ...(functions && { vfs: functions.addresses ?? [] }),
            };
        });
    }

    /** What stands at a PCI address. */
    async pciDevice(address: string): Promise<HostPciDevice> {
        const device = await this.#pciDevice(pciDeviceName(address));
        if (!device) return "nothing";
        return device.capabilities?.some(({ type }) => type === "phys_function") ? "a VF" : "no VF";
    }

    #netDevices(): Promise<readonly Model<typeof netDevice>[]> {
        return this.#once("netdevs", async () =>
            (await this.libvirt.netDevices()).map((xml) => decode(netDevice, read(xml)).model),
        );
    }

    #pciDevice(name: string): Promise<Model<typeof pciDevice> | undefined> {
        return this.#once(`device ${name}`, async () => {
            try {
                return decode(pciDevice, read(await this.libvirt.nodeDevice(name))).model;
            } catch (error) {
                if (isGone(error)) return undefined;
                throw error;
            }
        });
    }

    #once<T>(what: string, ask: () => Promise<T>): Promise<T> {
        const known = this.#answers.get(what) as Promise<T> | undefined;
        const answer = known ?? ask();
        this.#answers.set(what, answer);
        return answer;
    }
}
