import { hideTexts, SECRET } from "./secret";

/** Transports of the remote driver that run no program of the URI's writer. `ssh` runs the machine's own ssh. */
const TRANSPORTS: readonly string[] = ["unix", "ssh", "libssh", "libssh2", "tcp", "tls"];

/**
 * Parameters that at most name a file to read, or a socket. Every other one is taken for a danger: what a later libvirt
 * adds, and `root`, with which `qemu:///embed` runs QEMU in this process by the settings that it finds below a folder.
 * Source: libvirt.org/uri.html, libvirt.org/drvesx.html
 */
const HARMLESS: readonly string[] = [
    ...["name", "mode", "socket", "auth", "authfile", "sshauth", "keyfile", "known_hosts", "known_hosts_verify"],
    ...["no_verify", "no_tty", "no_sanity", "pkipath", "tls_priority", "transport", "vcenter", "auto_answer"],
];

/** Parameter of a URI, as libvirt reads it. */
interface Parameter {
    /** In lower case: libvirt takes either. */
    readonly name: string;
    readonly value: string;
}

/**
 * Returns the parts of a URI that may run a program of its writer's choice, or write to a file: `+ext`, `command`. It takes
 * too much for such a part rather than too little. An alias of libvirt.conf has none: whoever runs Pulumi has written that.
 *
 * Source: src/util/viruri.c, virURIParseParams; src/remote/remote_driver.c, doRemoteOpen; libvirt 9.0, observed
 */
export function commandsIn(uri: string): readonly string[] {
    const [, scheme] = /^([^:]*):/.exec(uri) ?? [];
    if (scheme === undefined) return [];
    const transport = /\+(.*)$/s.exec(decoded(scheme))?.[1]?.toLowerCase();
    const query = uri.includes("?") ? uri.slice(uri.indexOf("?") + 1) : "";
    const parameters = parametersIn(query);
    return [
        ...(transport === undefined || TRANSPORTS.includes(transport) ? [] : [`+${transport}`]),
        ...parameters.map(({ name }) => name).filter((name) => !HARMLESS.includes(name)),
        // libssh adds the key of an unknown host to this file
        ...(has(parameters, "known_hosts") && has(parameters, "known_hosts_verify", "auto") ? ["known_hosts"] : []),
        // the host's daemon opens this one, as root
        ...parameters.filter(({ name }) => name === "name").flatMap(({ value }) => commandsIn(value)),
    ];
}

/** libvirt separates parameters by `&`, and by `;` where no `&` follows. */
const parametersIn = (query: string): readonly Parameter[] =>
    query
        .split(/[&;]/)
        .map((part) => /^([^=]*)=?(.*)$/s.exec(part) ?? [])
        .map(([, name = "", value = ""]) => ({ name: decoded(name).toLowerCase(), value: decoded(value) }))
        .filter(({ name }) => name !== "");

const has = (parameters: readonly Parameter[], name: string, value?: string): boolean =>
    parameters.some((one) => one.name === name && (value === undefined || one.value.toLowerCase() === value));

/** As libxml2 decodes: byte by byte. What is no escape stays. */
const decoded = (text: string): string =>
    text.replace(/%([0-9a-f]{2})/gi, (_, digits: string) => String.fromCharCode(Number.parseInt(digits, 16)));

/** A port is no password. One that has an `@`, `/` or `?` in it makes no URI, and stands in libvirt's error all the same. */
const PASSWORD = /^[^:]*:\/\/[^:@/?#\s[]*:(?!\d*(?:[/?#]|$))(.+)@/s;
/** The same within a text. The lengths keep it quick on a long one. */
const PASSWORD_IN_TEXT = /:\/\/([^:@/?#\s["'<>]{0,256}):(?!\d{0,9}(?:[/?#\s"'<>]|$))[^\s"'<>]{1,1024}@/g;

/** Returns the password in a URI; undefined where there is none. */
export const passwordIn = (uri: string): string | undefined => PASSWORD.exec(uri)?.[1];

/** Returns a text without the passwords of URIs in it, and without those of `uris` wherever they stand. */
export function hidePasswords(text: string, uris: readonly string[] = []): string {
    const passwords = uris.flatMap((uri) => passwordsOf(uri));
    return hideTexts(text, passwords).replace(PASSWORD_IN_TEXT, `://$1:${SECRET}@`);
}

/** Returns the password of a URI as it is written, and as libvirt and ssh print it. */
export function passwordsOf(uri: string): readonly string[] {
    const password = passwordIn(uri);
    return password === undefined ? [] : [...new Set([password, decoded(password)])];
}

/** Returns the parts of a URI that libvirt names alone in its errors: the host, the user, and what parameters name. */
export function namesIn(uri: string): readonly string[] {
    const [, user = "", host = ""] = /^[^:]*:\/\/(?:([^@/?#]*)@)?(\[[^\]]*\]|[^:/?#]*)/.exec(uri) ?? [];
    const query = uri.includes("?") ? uri.slice(uri.indexOf("?") + 1) : "";
    const values = parametersIn(query).map(({ value }) => value);
    const names = [host, host.replace(/^\[|\]$/g, ""), user, ...user.split(":"), ...values];
    return [...new Set(names.flatMap((name) => [name, decoded(name)]))].filter((name) => name !== "");
}
