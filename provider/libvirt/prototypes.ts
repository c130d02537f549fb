/** A pointer that libvirt gave out: a connection, network, domain, or something inside one. */
export type Handle = bigint & { readonly handle: unique symbol };

/** `virConnectAuth`: what to do when a transport asks for credentials. */
export interface VirConnectAuth {
    readonly credtype: readonly number[];
    readonly ncredtype: number;
    readonly cb: bigint;
    readonly cbdata: null;
}

/**
 * The functions of libvirt.so that are called, as koffi reads them and as `Functions` types them. `Allocated` is a
 * `char *` that the caller frees.
 */
export const prototypes = [
    "void *virConnectOpenAuth(const char *name, virConnectAuth *auth, uint flags)",
    "int virConnectSetKeepAlive(void *conn, int interval, uint count)",
    "int virConnectIsAlive(void *conn)",
    "int virConnectClose(void *conn)",
    "int virConnectGetLibVersion(void *conn, _Out_ ulong *version)",
    "int virConnectGetVersion(void *conn, _Out_ ulong *version)",

    "int virConnectListAllNetworks(void *conn, _Out_ void **nets, uint flags)",
    "void *virNetworkLookupByUUIDString(void *conn, const char *uuid)",
    "const char *virNetworkGetName(void *net)",
    "int virNetworkGetUUIDString(void *net, _Out_ char *buf)",
    "Allocated virNetworkGetXMLDesc(void *net, uint flags)",
    "void *virNetworkDefineXML(void *conn, const char *xml)",
    "int virNetworkCreate(void *net)",
    "int virNetworkDestroy(void *net)",
    "int virNetworkUndefine(void *net)",
    "int virNetworkUpdate(void *net, uint command, uint section, int parentIndex, const char *xml, uint flags)",
    "int virNetworkSetAutostart(void *net, int autostart)",
    "int virNetworkFree(void *net)",
    "int virNetworkListAllPorts(void *net, _Out_ void **ports, uint flags)",
    "Allocated virNetworkPortGetXMLDesc(void *port, uint flags)",
    "int virNetworkPortFree(void *port)",

    "int virConnectListAllDomains(void *conn, _Out_ void **domains, uint flags)",
    "void *virDomainLookupByUUIDString(void *conn, const char *uuid)",
    "void *virDomainLookupByName(void *conn, const char *name)",
    "const char *virDomainGetName(void *dom)",
    "uint virDomainGetID(void *dom)",
    "int virDomainGetUUIDString(void *dom, _Out_ char *buf)",
    "int virDomainIsActive(void *dom)",
    "int virDomainIsPersistent(void *dom)",
    "int virDomainGetState(void *dom, _Out_ int *state, _Out_ int *reason, uint flags)",
    "int virDomainGetJobStats(void *dom, _Out_ int *type, _Out_ void **params, _Out_ int *nparams, uint flags)",
    "int virTypedParamsGetInt(void *params, int nparams, const char *name, _Out_ int *value)",
    "void virTypedParamsFree(void *params, int nparams)",
    "Allocated virDomainGetXMLDesc(void *dom, uint flags)",
    "int virDomainAttachDeviceFlags(void *dom, const char *xml, uint flags)",
    "int virDomainUpdateDeviceFlags(void *dom, const char *xml, uint flags)",
    "int virDomainDetachDeviceFlags(void *dom, const char *xml, uint flags)",
    "int virDomainDetachDeviceAlias(void *dom, const char *alias, uint flags)",
    "int virDomainFree(void *dom)",

    "Allocated virConnectGetCapabilities(void *conn)",
    "Allocated virConnectGetDomainCapabilities(void *conn, const char *emulator, const char *arch, const char *machine, const char *virttype, uint flags)",
    "int virConnectListAllNodeDevices(void *conn, _Out_ void **devices, uint flags)",
    "void *virNodeDeviceLookupByName(void *conn, const char *name)",
    "const char *virNodeDeviceGetName(void *dev)",
    "Allocated virNodeDeviceGetXMLDesc(void *dev, uint flags)",
    "int virNodeDeviceFree(void *dev)",
    "void *virInterfaceLookupByName(void *conn, const char *name)",
    "Allocated virInterfaceGetXMLDesc(void *iface, uint flags)",
    "int virInterfaceFree(void *iface)",

    "int virEventRegisterDefaultImpl()",
    "int virEventRunDefaultImpl()",
    "int virEventAddTimeout(int milliseconds, void *cb, void *opaque, void *ff)",
    "int virEventRemoveTimeout(int timer)",
] as const;

/** The functions that the oldest supported libvirt (6.1) lacks. */
export const newer = [
    "void *virNetworkDefineXMLFlags(void *conn, const char *xml, uint flags)", // 7.7
] as const;

type Parameter<P> = P extends `const char *${string}`
    ? string | null
    : P extends `_Out_ char *${string}`
      ? Buffer
      : P extends `_Out_ void **${string}`
        ? [Handle | null]
        : P extends `_Out_ ${"ulong" | "int"} *${string}`
          ? [number]
          : P extends `virConnectAuth *${string}`
            ? VirConnectAuth
            : P extends `void *${string}`
              ? Handle | bigint | null
              : number;
type Parameters<L> = L extends ""
    ? []
    : L extends `${infer P}, ${infer Rest}`
      ? [Parameter<P>, ...Parameters<Rest>]
      : [Parameter<L>];
type Result<R> = R extends "void *" ? Handle : R extends "int " | "uint " ? number : string;
type NameOf<P> = P extends `${string}vir${infer Name}(${string}` ? `vir${Name}` : never;
type FunctionOf<P> = P extends `${infer R}vir${string}(${infer L})` ? (...args: Parameters<L>) => Result<R> : never;

/** The JavaScript side of a list of prototypes. */
export type Functions<List extends readonly string[]> = { readonly [P in List[number] as NameOf<P>]: FunctionOf<P> };
