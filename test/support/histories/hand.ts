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
    const call = (prototype: string): unknown => libvirt.func(prototype);
    const open = call("void *virConnectOpen(const char *uri)") as (uri: string) => Pointer | null;
    const close = call("int virConnectClose(void *conn)") as (conn: Pointer) => number;
    const lookUp = call("void *virDomainLookupByName(void *conn, const char *name)") as (
        conn: Pointer,
        name: string,
    ) => Pointer | null;
    const define = call("void *virDomainDefineXML(void *conn, const char *xml)") as (
        conn: Pointer,
        xml: string,
    ) => Pointer | null;
    const free = call("int virDomainFree(void *domain)") as (domain: Pointer) => number;
    const dump = call("char *virDomainGetXMLDesc(void *domain, uint flags)") as (
        domain: Pointer,
        flags: number,
    ) => string | null;
    const isActive = call("int virDomainIsActive(void *domain)") as (domain: Pointer) => number;
    const start = call("int virDomainCreate(void *domain)") as (domain: Pointer) => number;
    const stop = call("int virDomainDestroy(void *domain)") as (domain: Pointer) => number;
    const attach = call("int virDomainAttachDeviceFlags(void *domain, const char *xml, uint flags)") as (
        domain: Pointer,
        xml: string,
        flags: number,
    ) => number;
    const detach = call("int virDomainDetachDeviceAlias(void *domain, const char *alias, uint flags)") as (
        domain: Pointer,
        alias: string,
        flags: number,
    ) => number;
    const lastError = call("const char *virGetLastErrorMessage()") as () => string;
    // what is refused is thrown, and not printed as well; C's free does nothing with NULL
    const handleErrors = call("void virSetErrorFunc(void *data, void *handler)") as (data: null, by: Pointer) => void;
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
