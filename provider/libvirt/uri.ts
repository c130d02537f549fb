/** Sources of a URI, the nearest to the resource first. */
export interface UriSources {
    /** The resource's `uri` argument. */
    readonly argument?: string | undefined;
    /** The stack's configuration, `libvirt:uri`. */
    readonly config?: string | undefined;
    readonly environment?: { readonly LIBVIRT_DEFAULT_URI?: string | undefined } | undefined;
}

/** The host to talk to. An empty text counts as absent, as in libvirt (virConnectGetConfigURI, src/libvirt.c). */
export function resolveUri({ argument, config, environment }: UriSources): string {
    return [argument, config, environment?.LIBVIRT_DEFAULT_URI].find((uri) => uri) ?? "qemu:///system";
}

/** The host that a URI names, as a reader knows it: `kvm1 (qemu+ssh://root@kvm1/system)`; the URI alone where it names none. */
export function formatHost(uri: string): string {
    const [, host] = /^[^:/]+:\/\/(?:[^@/]*@)?([^/?#]+)/.exec(uri) ?? [];
    return host === undefined ? uri : `${host} (${uri})`;
}
