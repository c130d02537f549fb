import { koffi } from "../../../provider/libvirt/koffi";

/** Where somebody changes a guest. */
export type Layer = "definition" | "live";

/** Somebody at the host, who knows nothing of Pulumi. */
export interface Hand {
    /** The guest's XML. */
    dump(layer: Layer): string;
    isRunning(): boolean;
    /** Puts another definition in place of the guest's. */
    define(xml: string): void;
    attach(layer: Layer, xml: string): void;
    /** Asks for a device. A running guest gives it back a little later. */
    detach(layer: Layer, alias: string): void;
    start(): void;
    stop(): void;
    /** Before the daemon ends. What comes after connects anew. */
    close(): void;
}

type Pointer = bigint;
/** VIR_DOMAIN_XML_INACTIVE. */
const INACTIVE = 2;
/** VIR_DOMAIN_AFFECT_LIVE and VIR_DOMAIN_AFFECT_CONFIG. */
const AFFECT = { live: 1, definition: 2 } as const;

/** The same as virsh, with one connection and without a process for each of thousands of commands. */
export function handAt(uri: () => string, guest: string): Hand {
    const libvirt = koffi.load("libvirt.so.0");
    const call = <F>(prototype: string): F => libvirt.func(prototype) as F;
    const open = call<(uri: string) => Pointer | null>("void *virConnectOpen(const char *uri)");
    const close = call<(conn: Pointer) => number>("int virConnectClose(void *conn)");
    const lookUp = call<(conn: Pointer, name: string) => Pointer | null>(
        "void *virDomainLookupByName(void *conn, const char *name)",
    );
    const define = call<(conn: Pointer, xml: string) => Pointer | null>(
        "void *virDomainDefineXML(void *conn, const char *xml)",
    );
    const free = call<(domain: Pointer) => number>("int virDomainFree(void *domain)");
    const dump = call<(domain: Pointer, flags: number) => string | null>(
        "char *virDomainGetXMLDesc(void *domain, uint flags)",
    );
    const isActive = call<(domain: Pointer) => number>("int virDomainIsActive(void *domain)");
    const start = call<(domain: Pointer) => number>("int virDomainCreate(void *domain)");
    const stop = call<(domain: Pointer) => number>("int virDomainDestroy(void *domain)");
    const attach = call<(domain: Pointer, xml: string, flags: number) => number>(
        "int virDomainAttachDeviceFlags(void *domain, const char *xml, uint flags)",
    );
    const detach = call<(domain: Pointer, alias: string, flags: number) => number>(
        "int virDomainDetachDeviceAlias(void *domain, const char *alias, uint flags)",
    );
    const lastError = call<() => string>("const char *virGetLastErrorMessage()");
    // what is refused is thrown, and not printed as well; C's free does nothing with NULL
    const handleErrors = call<(data: null, by: Pointer) => void>("void virSetErrorFunc(void *data, void *handler)");
    handleErrors(null, koffi.load(null).symbol("free") as Pointer);

    let connection: Pointer | undefined;
    function connected(): Pointer {
        connection ??= open(uri()) ?? undefined;
        if (connection === undefined) throw new Error(lastError());
        return connection;
    }
    function withGuest<T>(act: (domain: Pointer) => T): T {
        const domain = lookUp(connected(), guest);
        if (domain === null) throw new Error(lastError());
        try {
            return act(domain);
        } finally {
            free(domain);
        }
    }
    function done(act: (domain: Pointer) => number): void {
        if (withGuest(act) < 0) throw new Error(lastError());
    }

    return {
        dump: (layer) =>
            withGuest((domain) => {
                const xml = dump(domain, layer === "live" ? 0 : INACTIVE);
                if (xml === null) throw new Error(lastError());
                return xml;
            }),
        isRunning: () => withGuest(isActive) === 1,
        define(xml) {
            const domain = define(connected(), xml);
            if (domain === null) throw new Error(lastError());
            free(domain);
        },
        attach(layer, xml) {
            done((domain) => attach(domain, xml, AFFECT[layer]));
        },
        detach(layer, alias) {
            done((domain) => detach(domain, alias, AFFECT[layer]));
        },
        start() {
            done(start);
        },
        stop() {
            done(stop);
        },
        close() {
            if (connection !== undefined) close(connection);
            connection = undefined;
        },
    };
}
