import type { HostUri } from "../../../provider/rules/uri";
import type { Breach, CasesOf } from "../../support/cases";
import { PASSWORDS } from "../../support/passwords";

const ALLOWED = { allowsCommands: false };

/** URIs that may run a program, or write a file, each with what of it does. */
export const COMMANDS: readonly (readonly [uri: string, ...found: string[]])[] = [
    ["qemu+ssh://root@kvm1/system?command=/tmp/ssh", "command"],
    ["qemu+ext:///system?command=/tmp/tunnel", "+ext", "command"],
    ["QEMU+EXT:///system?COMMAND=/tmp/tunnel", "+ext", "command"],
    ["remote+ext:system?command=/tmp/tunnel", "+ext", "command"],
    ["qemu+ext:///system", "+ext"],
    ["qemu+later:///system", "+later"],
    ["qemu+ssh://root@kvm1/system?%63ommand=/tmp/ssh", "command"],
    ["qemu+ssh://root@kvm1/system?keyfile=/a;command=/tmp/ssh", "command"],
    ["qemu+ssh://root@kvm1/system?keyfile=/a&&netcat=/tmp/nc", "netcat"],
    ["qemu+libssh://root@kvm1/system?netcat=/tmp/nc&proxy=netcat", "netcat", "proxy"],
    ["qemu+libssh2://root@kvm1/system?command", "command"],
    ["qemu:///embed?root=/tmp/etc", "root"],
    ["qemu:///system?later=1", "later"],
    ["qemu+tls://kvm1/system?name=qemu%2Bext%3A///system%3Fcommand%3D/tmp/x", "+ext", "command"],
    ["qemu+ssh://kvm1/system?Name=qemu%2Bssh://b/system?%2563ommand=/tmp/x", "command"],
    ["qemu+libssh://kvm1/system?known_hosts=/root/.profile&known_hosts_verify=Auto", "known_hosts"],
];

/** URIs that run nothing of their writer's. */
export const HARMLESS: readonly string[] = [
    "qemu+ssh://root@kvm1/system",
    "qemu:///system",
    "qemu:///session",
    "qemu+ssh://root@kvm1:2222/system?keyfile=/root/.ssh/kvm&no_verify=1&no_tty=1&socket=/run/x&mode=direct",
    "qemu+libssh2://root@kvm1/system?known_hosts=/root/hosts&known_hosts_verify=normal&sshauth=agent,privkey",
    "qemu+libssh://root@kvm1/system?known_hosts_verify=auto",
    "qemu+tls://kvm1/system?pkipath=/etc/pki&tls_priority=NORMAL&authfile=/root/auth.conf&no_sanity=1",
    "qemu+tcp://[fe80::1]:16509/system?name=qemu:///system&auth=sasl",
    "qemu+unix:///system?socket=/run/libvirt/command=x",
    "esx://root@esx1/?vcenter=vc1/dc1/cl1&auto_answer=1&transport=http&no_verify=1",
    "test:///srv/host.xml",
    "kvm-1",
    "",
];

export const uriCases: CasesOf<"uri"> = {
    "uri-runs-no-command": {
        keeps: [
            { uri: "qemu+ssh://root@kvm1/system", allowsCommands: false },
            ...HARMLESS.map((uri) => ({ uri, ...ALLOWED })),
            ...COMMANDS.map(([uri]) => ({ uri, allowsCommands: true })),
        ],
        breaks: [
            [{ uri: "qemu+ssh://root@kvm1/system?command=/tmp/ssh", allowsCommands: false }, ["uri", "command"]],
            ...COMMANDS.map(
                ([uri, ...found]) => [{ uri, ...ALLOWED }, ...found.map((part) => ["uri", part] as const)] as const,
            ),
        ],
    },
    "uri-has-no-password": {
        keeps: [
            { uri: "qemu+ssh://root@kvm1/system", ...ALLOWED },
            ...HARMLESS.map((uri) => ({ uri, ...ALLOWED })),
            { uri: "qemu+ssh://kvm1:22/system?keyfile=/root/a@b", ...ALLOWED },
            { uri: "qemu+ssh://root@kvm1:22", ...ALLOWED },
            { uri: "qemu+ssh://[fe80::1]/system?keyfile=a@b", ...ALLOWED },
            { uri: "qemu:///system?socket=/run/a:b@c", ...ALLOWED },
        ],
        breaks: [
            [
                { uri: "qemu+ssh://root:hunter2@kvm1/system", ...ALLOWED },
                ["uri", "qemu+ssh://root:[secret]@kvm1/system"],
            ],
            ...PASSWORDS.map(({ uri, hidden }): Breach<HostUri> => [{ uri, ...ALLOWED }, ["uri", hidden]]),
        ],
    },
};
