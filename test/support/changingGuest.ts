import { LibvirtError, VIR_ERR } from "../../provider/libvirt/errors";
import type { Layer, Libvirt } from "../../provider/libvirt/libvirt";
import { nicsIn } from "../../provider/model/domain";
import { nic as table, type Nic } from "../../provider/model/interface";
import { childOf, decode, encode, read, write, type XmlNode } from "../../provider/xml";
import { ToldHost } from "./toldHost";

export const GUEST = { name: "web", uuid: "uuid-web" } as const;
export const URI = "test:///changing";
/** libvirt's number of the guest as it runs. */
export const DOMAIN_ID = 3;

const POOL =
    "<network><name>pool</name><forward mode='hostdev'>" +
    [0, 1, 2, 3].map((n) => `<address type='pci' domain='0' bus='1' slot='16' function='${n}'/>`).join("") +
    "</forward></network>";
const started = {
    lan: "<network><name>lan</name><bridge name='virbr0'/></network>",
    dmz: "<network><name>dmz</name><bridge name='virbr1'/></network>",
    pool: POOL,
};
const PORTS = Array.from({ length: 8 }, (_, i) =>
    read(`<controller type='pci' index='${i + 1}' model='pcie-root-port'/>`),
);

/** A device of the guest, with a mark that stays with it when it is changed, or detached and attached again. */
export interface MarkedNic {
    readonly mark: number;
    readonly nic: Nic;
}
interface Device {
    readonly mark: number | undefined;
    readonly node: XmlNode;
}
/** A call that changes a layer. */
export interface Call {
    readonly layer: Layer;
    readonly action: "attach" | "update" | "detach";
    /** Of which device; undefined of a new one. */
    readonly mark: number | undefined;
    readonly alias: string | undefined;
}

/** One guest on a host as the test tells it. Libvirt carries out what it is asked, as it would, and notes it. */
export class ChangingGuest {
    readonly calls: Call[] = [];
    readonly #layers: Record<Layer, readonly Device[] | undefined>;
    /** Marks of devices that are detached: the last comes back first. */
    readonly #detached: Record<Layer, (number | undefined)[]> = { config: [], live: [] };

    constructor(config: readonly MarkedNic[], live?: readonly MarkedNic[]) {
        this.#layers = { config: config.map(deviceOf), live: live?.map(deviceOf) };
    }

    /** The devices of a layer; those that were made since have no mark. */
    devices(layer: Layer): readonly { readonly mark: number | undefined; readonly nic: Nic }[] {
        return (this.#layers[layer] ?? []).map(({ mark, node }) => ({ mark, nic: decode(table, node).model }));
    }

    get libvirt(): Libvirt {
        const isActive = this.#layers.live !== undefined;
        const told = new ToldHost(URI, { started }).libvirt;
        return {
            ...told,
            guests: () => Promise.resolve([{ ...GUEST, active: isActive }]),
            domain: () => Promise.resolve({ ...GUEST, active: isActive, persistent: true }),
            domainXml: () => {
                const config = this.#domain("config");
                return Promise.resolve(isActive ? { config, live: this.#domain("live") } : { config });
            },
            domainRun: () => Promise.resolve({ persistent: true }),
            attachDevice: (_, layer, xml) => this.#change(layer, "attach", read(xml)),
            updateDevice: (_, layer, xml) => this.#change(layer, "update", read(xml)),
            detachDevice: (_, xml) => this.#change("config", "detach", read(xml)),
            unplugDevice: (_, alias) => {
                const device = this.#layers.live?.find(({ node }) => aliasOf(node) === alias);
                return device
                    ? this.#change("live", "detach", device.node)
                    : refuse(VIR_ERR.DEVICE_MISSING, `no ${alias}`);
            },
            until: (isSo) => isSo(),
        };
    }

    #domain(layer: Layer): string {
        const nics = (this.#layers[layer] ?? []).map(({ node }) => node);
        return write({
            name: "domain",
            attrs: layer === "live" ? { id: String(DOMAIN_ID) } : {},
            children: [
                read("<os><type machine='q35'>hvm</type></os>"),
                { name: "devices", attrs: {}, children: [...PORTS, ...nics] },
            ],
        });
    }

    #change(layer: Layer, action: Call["action"], node: XmlNode): Promise<void> {
        const devices = this.#layers[layer] ?? [];
        const found = devices.find((one) => isSame(one.node, node));
        if (action === "attach" && found && aliasOf(node) !== undefined)
            return refuse(67, `non unique alias detected: ${String(aliasOf(node))}`);
        if (action !== "attach" && !found) return refuse(VIR_ERR.DEVICE_MISSING, "no such device");
        const mark = action === "attach" ? this.#detached[layer].pop() : found?.mark;
        if (action === "detach") this.#detached[layer].push(mark);
        const others = devices.filter((one) => action === "attach" || one !== found);
        this.#layers[layer] = action === "detach" ? others : [...others, { mark, node }];
        this.calls.push({ layer, action, mark, alias: aliasOf(node) });
        return Promise.resolve();
    }
}

const refuse = (code: number, message: string): Promise<never> =>
    Promise.reject(new LibvirtError("changing guest", code, 20, message, URI));

const deviceOf = ({ mark, nic }: MarkedNic): Device => ({ mark, node: encode(table, nic) });

const aliasOf = (node: XmlNode): string | undefined => childOf(node, "alias")?.attrs["name"];

/** By what libvirt finds a device: its alias, else its MAC. */
function isSame(one: XmlNode, other: XmlNode): boolean {
    const domain = (node: XmlNode): XmlNode => ({
        name: "domain",
        attrs: {},
        children: [{ name: "devices", attrs: {}, children: [node] }],
    });
    const [a] = nicsIn(domain(one));
    const [b] = nicsIn(domain(other));
    return a?.alias === b?.alias && (a?.alias !== undefined || (a?.mac === b?.mac && a?.teaming === b?.teaming));
}
