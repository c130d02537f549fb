import { koffi } from "../../provider/libvirt/koffi";
import { does } from "./byVersion";

/** Why libvirt did not do what it was asked: `virErrorNumber`, `virErrorDomain` and its words. */
export type Refusal = readonly [code: number, domain: number, message: string];
/** Whether libvirt also holds a document against its schemas, as `virsh edit` asks it to. */
export type How = "validated" | "plain";
/** Defines a document, and undefines it at once; answers what libvirt has against it, and nothing where it took it. */
export type Define = (xml: string, how: How) => Refusal | undefined;

/** What libvirt has against documents. */
export interface Defines {
    readonly domain: Define;
    readonly network: Define;
    /** The same of starting what could be defined, which is stopped at once; `also` is done while it runs. */
    readonly started: (
        kind: "domain" | "network",
        xml: string,
        also?: () => Refusal | undefined,
    ) => Refusal | undefined;
    readonly close: () => void;
}

type Pointer = bigint;
/** VIR_DOMAIN_DEFINE_VALIDATE and VIR_NETWORK_DEFINE_VALIDATE */
const FLAGS: Readonly<Record<How, number>> = { validated: 1, plain: 0 };

/**
 * One connection, with calls that block: a client's threads would cost more than the 4 ms that libvirt takes for a
 * definition, and thousands are made.
 */
export function defines(uri: string): Defines {
    const libvirt = koffi.load("libvirt.so.0");
    const call = (prototype: string): unknown => libvirt.func(prototype);
    const ofObject = (name: string) => call(`int ${name}(void *object)`) as (object: Pointer) => number;
    const open = call("void *virConnectOpen(const char *uri)") as (uri: string) => Pointer | null;
    const close = ofObject("virConnectClose");
    const lastError = call("void *virGetLastError()") as () => Pointer | null;
    const error = koffi.struct({ code: "int", domain: "int", message: "char *" }); // how virError begins
    // what is refused is answered, and not printed as well; C's free does nothing with NULL
    const handleErrors = call("void virSetErrorFunc(void *data, void *handler)") as (data: null, by: Pointer) => void;
    handleErrors(null, koffi.load(null).symbol("free") as Pointer);

    function refusal(): Refusal {
        const at = lastError();
        if (at === null) throw new Error("libvirt gives no reason");
        const { code, domain, message } = koffi.decode(at, error) as { code: number; domain: number; message: string };
        return [code, domain, message];
    }
    function assertDone(status: number): void {
        if (status < 0) throw new Error(`the host is not as it was: ${refusal().join(" ")}`);
    }

    const conn = open(uri);
    if (conn === null) throw new Error(`${uri}: ${refusal().join(" ")}`);

    const calls = (kind: "Domain" | "Network") => ({
        define: call(`void *vir${kind}DefineXMLFlags(void *conn, const char *xml, uint flags)`) as (
            conn: Pointer,
            xml: string,
            flags: number,
        ) => Pointer | null,
        start: ofObject(`vir${kind}Create`),
        stop: ofObject(`vir${kind}Destroy`),
        undefine: ofObject(`vir${kind}Undefine`),
        free: ofObject(`vir${kind}Free`),
    });
    // a daemon before 7.7 does not have the other call
    const defineNetwork = call("void *virNetworkDefineXML(void *conn, const char *xml)") as (
        conn: Pointer,
        xml: string,
    ) => Pointer | null;
    const kinds = { domain: calls("Domain"), network: calls("Network") };

    const whileDefined = (
        kind: keyof typeof kinds,
        xml: string,
        how: How,
        act: (object: Pointer) => Refusal | undefined,
    ): Refusal | undefined => {
        const isOld = kind === "network" && !does("validatesNetworks");
        const object = isOld ? defineNetwork(conn, xml) : kinds[kind].define(conn, xml, FLAGS[how]);
        if (object === null) return refusal();
        try {
            return act(object);
        } finally {
            assertDone(kinds[kind].undefine(object));
            kinds[kind].free(object);
        }
    };

    return {
        domain: (xml, how) => whileDefined("domain", xml, how, () => undefined),
        network: (xml, how) => whileDefined("network", xml, how, () => undefined),
        started: (kind, xml, also = () => undefined) =>
            whileDefined(kind, xml, "plain", (object) => {
                if (kinds[kind].start(object) < 0) return refusal();
                try {
                    return also();
                } finally {
                    assertDone(kinds[kind].stop(object));
                }
            }),
        close: () => {
            close(conn);
        },
    };
}
