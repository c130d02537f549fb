import { stopEventLoop } from "./eventLoop";
import type { Answer, Arguments, Job } from "./jobs";
import type { DomainState, Libvirt, NetworkState } from "./libvirt";
import { Pool, type PoolOptions } from "./pool";
import { Shared } from "./shared";

export interface ClientOptions extends PoolOptions {
    /** Told of every job that is asked of the host. */
    readonly trace: (job: Job) => void;
}

/**
 * A daemon works on 20 calls at once (`max_workers` in libvirtd.conf), so four threads leave room for others. A host
 * that falls silent is noticed after some 20 s of keepalive, before the deadline.
 */
const defaults: ClientOptions = {
    threads: 4,
    deadline: 60,
    keepAlive: { interval: 5, count: 3 },
    trace: () => undefined,
};

/** How long readers share a listing of networks: long enough for the resources of one preview. */
const LISTING_MILLISECONDS = 1000;

/** libvirt on one host. The calls run in threads of their own, so that a slow host blocks nobody else. */
export class Client implements Libvirt {
    readonly #pool: Pool;
    readonly #trace: (job: Job) => void;
    readonly #listing = new Shared<readonly NetworkState[]>(() => this.#read("networks"), LISTING_MILLISECONDS);

    constructor(
        readonly uri: string,
        options: Partial<ClientOptions> = {},
    ) {
        const { trace, ...pool } = { ...defaults, ...options };
        this.#pool = new Pool(uri, pool);
        this.#trace = trace;
    }

    networks(): Promise<readonly NetworkState[]> {
        return this.#listing.get();
    }
    networkXml(uuid: string): Promise<string> {
        return this.#read("networkXml", uuid);
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
    networkUndefine(uuid: string): Promise<void> {
        return this.#change("networkUndefine", uuid);
    }
    networkAutostart(uuid: string, on: boolean): Promise<void> {
        return this.#change("networkAutostart", uuid, on);
    }

    domain(nameOrUuid: string): Promise<DomainState> {
        return this.#read("domain", nameOrUuid);
    }
    domainXml(uuid: string): Promise<string> {
        return this.#read("domainXml", uuid);
    }
    attachDevice(uuid: string, xml: string): Promise<void> {
        return this.#change("attachDevice", uuid, xml);
    }
    updateDevice(uuid: string, xml: string): Promise<void> {
        return this.#change("updateDevice", uuid, xml);
    }
    detachDevice(uuid: string, xml: string): Promise<void> {
        return this.#change("detachDevice", uuid, xml);
    }

    /** Closes the connections. The next call opens new ones. */
    close(): Promise<void> {
        return this.#pool.close();
    }

    #read<J extends Job>(job: J, ...args: Arguments<J>): Promise<Answer<J>> {
        this.#trace(job);
        return this.#pool.run(job, args);
    }

    /** A listing from before the change is too old; so is one that was asked for while it went on. */
    async #change<J extends Job>(job: J, ...args: Arguments<J>): Promise<Answer<J>> {
        this.#listing.drop();
        try {
            return await this.#read(job, ...args);
        } finally {
            this.#listing.drop();
        }
    }
}

const clients = new Map<string, Client>();

/** The host at this URI: one pool of connections per URI and process. Nothing is opened before the first call. */
export function connect(uri: string): Libvirt {
    let client = clients.get(uri);
    if (!client) {
        client = new Client(uri);
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
