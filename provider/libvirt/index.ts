export { Client, close, connect, type ClientOptions } from "./client";
export type { KeepAlive } from "./connection";
export { isGone, LibvirtError, LibvirtMissing, LibvirtTimeout, VIR_ERR } from "./errors";
export type { Job } from "./jobs";
export type { DomainState, Libvirt, NetworkState } from "./libvirt";
export { assertInstalled } from "./native";
export { resolveUri, type UriSources } from "./uri";
