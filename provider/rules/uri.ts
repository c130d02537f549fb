import { commandsIn, hidePasswords, passwordIn } from "../model/uri";
import { findingIf, rulesFor } from "./rule";

/** Host that libvirt is asked to connect to. */
export interface HostUri {
    readonly uri: string;
    /** Whether the stack's config says `libvirt:allowCommands`. */
    readonly allowsCommands: boolean;
}

/** Rules of URIs. No argument lowers them: who writes the program is not who reviews the config. */
export const uriRules = rulesFor<HostUri>()(
    {
        id: "uri-runs-no-command",
        severity: "error",
        libvirt: ["accepts"],
        says: "Some parts of a URI make libvirt run a program, on this machine or on the host.",
        source: "libvirt.org/uri.html; libvirt 9.0, observed: command= is run for +ext and +ssh, in any letter case and percent-encoded; name= has the host's daemon open another URI, and run its command as root; qemu:///embed?root= takes its settings from a folder",
        reads: ["uri", "allowsCommands"],
        check: ({ uri, allowsCommands }) =>
            (allowsCommands ? [] : [...new Set(commandsIn(uri))]).map((found) => ({
                property: "uri",
                found,
                problem: "can run a program or write to a file",
                allowed:
                    "a URI without a transport, or with unix, ssh, libssh, libssh2, tcp or tls, and parameters that run nothing (SECURITY.md has the list)",
                fix: 'Remove it (SECURITY.md lists such parts). If you trust the program, run "pulumi config set libvirt:allowCommands true" for the stack.',
            })),
    },
    {
        id: "uri-has-no-password",
        severity: "error",
        libvirt: ["accepts"],
        says: "libvirt passes the password to ssh as an argument, and every user of this machine can read it.",
        source: "src/util/viruri.c, virURIParse; libvirt 9.0, observed: ssh is called with -l root:PASSWORD, and for +tcp and +tls nothing asks for it",
        reads: ["uri"],
        check: ({ uri }) =>
            findingIf(passwordIn(uri) !== undefined, {
                property: "uri",
                found: hidePasswords(uri, [uri]),
                problem: "has a password",
                allowed: "a user name without a password",
                fix: "Remove it, and change it if it was in use. Use a key for ssh (keyfile, ssh-agent), or auth.conf for SASL (authfile).",
            }),
    },
);
