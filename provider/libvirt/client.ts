import { setTimeout } from "node:timers/promises";
import { isSilence, LibvirtError, LibvirtTimeout } from "./errors";
import { stopEventLoop } from "./eventLoop";
import { Gathered, type Came } from "./gathered";
import type { Answer, Arguments, Job, OneOf, ReadOfOne } from "./jobs";
import type { DomainRun, DomainState, DomainXml, GuestState, Layer, Libvirt, NetworkState, Versions } from "./libvirt";
import { ThreadPool, type ThreadPoolOptions } from "./threadPool";
import { Shared } from "./shared";

export interface ClientOptions extends ThreadPoolOptions {
    /** Told of every job that is asked of the host. */
    readonly trace: (job: Job) => void;
    /**
     * How long readers share a listing of networks, in milliseconds. 0 where another process changes them: then each
     * reader gets one of its own.
     */
    readonly listing: number;
}

/** Long enough for the resources of one preview. */
const LISTING_MILLISECONDS = 1000;

/** A look takes 1 ms. A guest that answers at once is seen at once; one that takes its time is looked at less often. */
const FIRST_LOOK_MILLISECONDS = 5;
const LAST_LOOK_MILLISECONDS = 250;

/** libvirt on one host. The calls run in threads of their own, so that a slow host blocks no other. */
export class Client implements Libvirt {
    readonly #pool: ThreadPool;
    readonly #trace: (job: Job) => void;
    readonly #versions = new Shared<Versions>(() => this.#run("versions"), Infinity);
    readonly #listing: Shared<readonly NetworkState[]>;
    readonly #domainXml: Gathered<DomainXml>;
    readonly #networkXml: Gathered<string>;
    readonly #networkLiveXml: Gathered<string>;

    constructor(
        readonly uri: string,
        options: Partial<ClientOptions> = {},
    ) {
        const { trace = () => undefined, listing = LISTING_MILLISECONDS, ...pool } = options;
        this.#pool = new ThreadPool(uri, pool);
        this.#trace = trace;
        this.#listing = new Shared(() => this.#run("networks"), listing);
        this.#domainXml = this.#gathered("domainXml");
        this.#networkXml = this.#gathered("networkXml");
        this.#networkLiveXml = this.#gathered("networkLiveXml");
    }

    networks(): Promise<readonly NetworkState[]> {
        return this.#listing.get();
    }
    versions(): Promise<Versions> {
        return this.#versions.get();
    }
    networkXml(uuid: string): Promise<string> {
        return this.#read("networkXml", this.#networkXml, uuid);
    }
    networkLiveXml(uuid: string): Promise<string> {
        return this.#read("networkLiveXml", this.#networkLiveXml, uuid);
    }
    networkPorts(uuid: string): Promise<readonly string[]> {
        return this.#run("networkPorts", uuid);
    }
    networkDefine(xml: string): Promise<string> {
        return this.#change("networkDefine", xml);
    }
    networkStart(uuid: string): Promise<void> {
        return this.#change("networkStart", uuid);
    }
    networkStop(uuid: string): Promise<void> {
        return this.#change("networkStop", uuid);
    }
    networkPortgroup(uuid: string, change: "add" | "delete", xml: string): Promise<void> {
        return this.#change("networkPortgroup", uuid, change, xml);
    }
    networkUndefine(uuid: string): Promise<void> {
        return this.#change("networkUndefine", uuid);
    }
    networkAutostart(uuid: string, on: boolean): Promise<void> {
        return this.#change("networkAutostart", uuid, on);
    }

    capabilities(): Promise<string> {
        return this.#run("capabilities");
    }
    domainCapabilities(): Promise<string> {
        return this.#run("domainCapabilities");
    }
    nodeDevices(): Promise<readonly string[]> {
        return this.#run("nodeDevices");
    }
    nodeDevice(name: string): Promise<string> {
        return this.#run("nodeDevice", name);
    }
    interfaceXml(name: string): Promise<string> {
        return this.#run("interfaceXml", name);
    }

    guests(): Promise<readonly GuestState[]> {
        return this.#run("guests");
    }
    domain(nameOrUuid: string): Promise<DomainState> {
        return this.#run("domain", nameOrUuid);
    }
    domainXml(uuid: string): Promise<DomainXml> {
        return this.#read("domainXml", this.#domainXml, uuid);
    }
    domainRun(uuid: string): Promise<DomainRun> {
        return this.#run("domainRun", uuid);
    }
    attachDevice(uuid: string, layer: Layer, xml: string): Promise<void> {
        return this.#run("attachDevice", uuid, layer, xml);
    }
    updateDevice(uuid: string, layer: Layer, xml: string): Promise<void> {
        return this.#run("updateDevice", uuid, layer, xml);
    }
    detachDevice(uuid: string, xml: string): Promise<void> {
        return this.#run("detachDevice", uuid, xml);
    }
    unplugDevice(uuid: string, alias: string): Promise<void> {
        return this.#run("unplugDevice", uuid, alias);
    }

    async until(isSo: () => Promise<boolean>, seconds: number): Promise<boolean> {
        const end = performance.now() + seconds * 1000;
        for (let pause = FIRST_LOOK_MILLISECONDS; ; pause = Math.min(2 * pause, LAST_LOOK_MILLISECONDS)) {
            if (await isSo()) return true;
            const left = end - performance.now();
            if (left <= 0) return false;
            await setTimeout(Math.min(pause, left));
        }
    }

    /** Closes the connections. The next call opens new ones. */
    close(): Promise<void> {
        return this.#pool.close();
    }

    #read<T>(job: ReadOfOne, questions: Gathered<T>, uuid: string): Promise<T> {
        this.#trace(job);
        return questions.ask(uuid);
    }

    #gathered<J extends ReadOfOne>(job: J): Gathered<Answer<J>> {
        return new Gathered({
            one: (uuid) => this.#pool.run(job, [uuid] as Arguments<J>),
            many: (uuids) => this.#each(job, uuids),
            jobs: this.#pool.options.threads,
            isOfAll: isSilence,
        });
    }

    async #each<J extends ReadOfOne>(job: J, uuids: readonly string[]): Promise<readonly Came<Answer<J>>[]> {
        try {
            const all = (await this.#pool.run("each", [job, uuids])) as readonly OneOf<J>[];
            return all.map((one) => ("answer" in one ? one : { error: new LibvirtError(...one.refusal, this.uri) }));
        } catch (error) {
            // what was asked for is the same as of one
            throw error instanceof LibvirtTimeout
                ? new LibvirtTimeout(job, this.uri, error.seconds, error.waitedFor, error.advice)
                : error;
        }
    }

    #run<J extends Job>(job: J, ...args: Arguments<J>): Promise<Answer<J>> {
        this.#trace(job);
        return this.#pool.run(job, args);
    }

    /** A change of networks. A listing from before the change is too old; so is one that was asked for while it went on. */
    async #change<J extends Job>(job: J, ...args: Arguments<J>): Promise<Answer<J>> {
        this.#listing.drop();
        try {
            return await this.#run(job, ...args);
        } finally {
            this.#listing.drop();
        }
    }
}

const clients = new Map<string, Client>();

/**
 * The host at this URI: one pool of connections per URI and process. Nothing is opened before the first call.
 *
 * @param options those of the first who asks for the host
 */
export function connect(uri: string, options: Partial<ClientOptions> = {}): Libvirt {
    let client = clients.get(uri);
    if (!client) {
        client = new Client(uri, options);
        clients.set(uri, client);
    }
    return client;
}

/** Closes what `connect` opened and stops the event loop. A process that ends need not: idle threads do not hold it. */
export async function close(): Promise<void> {
    await Promise.all([...clients.values()].map((client) => client.close()));
    clients.clear();
    await stopEventLoop();
}
