/** Where a URI may come from, the nearest to the resource first. */
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
