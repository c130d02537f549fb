export { Client, close, connect, type ClientOptions } from "./client";
export type { KeepAlive } from "./connection";
export { isGone, LibvirtError, LibvirtMissing, LibvirtTimeout, VIR_ERR } from "./errors";
export type { Job } from "./jobs";
export type { DomainRun, DomainState, DomainXml, Layer, Libvirt, NetworkState, Versions } from "./libvirt";
export { assertInstalled } from "./native";
export { resolveUri, type UriSources } from "./uri";
