import { VIR_ERR } from "./errors";

/** How a URI reaches its host. */
interface Way {
    readonly transport: "unix" | "ssh" | "tcp" | "tls";
    /** The host's name in the URI; empty for this machine. */
    readonly host: string;
    /** Command that reaches it over ssh as libvirt does, for people. */
    readonly ssh: string;
}

/** Reason why a connection does not open: libvirt's code, or no answer at all. */
type Failure = number | "silent";
type Advice = (way: Way) => string;

const ssh: Advice = ({ host, ssh }) =>
    `ssh cannot reach libvirt on ${host}. Run "${ssh}" on this machine, and mend ssh until that prints a version without a prompt.`;
const tcp: Advice = ({ host }) =>
    `The provider cannot reach libvirt on ${host} over TCP. Check the name and the port. ` +
    'Start the socket on that host: "systemctl start libvirtd-tcp.socket".';
const tls: Advice = ({ host }) =>
    `The provider cannot reach libvirt on ${host} over TLS. Check the name, the port and the certificates of this machine ("virt-pki-validate client"). ` +
    'Start the socket on that host: "systemctl start libvirtd-tls.socket".';
const certificates: Advice = ({ host }) =>
    `TLS between this machine and ${host} fails. A certificate has expired, names another host, or comes from ` +
    'another CA. Check both machines with "virt-pki-validate".';
const credentials: Advice = ({ host }) =>
    `${host} refuses the credentials. Write them into libvirt's auth.conf on this machine.`;

/** A daemon with as many clients as it takes lets the next one wait, and says nothing. */
const LIMIT =
    "A daemon with max_clients clients (libvirtd.conf, virtqemud.conf) makes a new one wait. " +
    'End other clients ("virt-admin client-list libvirtd" lists them), or raise the limit.';

const daemon: Advice = () =>
    `The daemon of libvirt runs and does not answer. ${LIMIT} If it hangs, restart it: "systemctl restart libvirtd" (or virtqemud).`;
const orLimit =
    (advice: Advice): Advice =>
    (way) =>
        `${advice(way)} ${LIMIT}`;

/** By transport and failure. */
const ADVICE: Readonly<Record<Way["transport"], Readonly<Partial<Record<Failure, Advice>>>>> = {
    unix: { silent: daemon },
    ssh: { [VIR_ERR.SYSTEM_ERROR]: ssh, [VIR_ERR.AUTH_FAILED]: credentials, silent: orLimit(ssh) },
    tcp: { [VIR_ERR.SYSTEM_ERROR]: tcp, [VIR_ERR.AUTH_FAILED]: credentials, silent: orLimit(tcp) },
    tls: { [VIR_ERR.SYSTEM_ERROR]: tls, [VIR_ERR.AUTH_FAILED]: certificates, silent: orLimit(tls) },
};

/** Returns the cause and the fix of a connection that does not open; undefined if libvirt's own words suffice. */
export function adviceOn(uri: string, failure: Failure): string | undefined {
    const way = wayIn(uri);
    return way && ADVICE[way.transport][failure]?.(way);
}

/** libssh and libssh2 are ssh, too. */
const TRANSPORTS: ReadonlyMap<string, Way["transport"]> = new Map([
    ["unix", "unix"],
    ["ssh", "ssh"],
    ["libssh", "ssh"],
    ["libssh2", "ssh"],
    ["tcp", "tcp"],
    ["tls", "tls"],
]);

function wayIn(text: string): Way | undefined {
    if (!URL.canParse(text)) return undefined; // an alias of libvirt.conf
    const { protocol, hostname, port, username, searchParams } = new URL(text);
    const [, name] = protocol.replace(/:$/, "").split("+");
    // Without a transport, libvirt takes TLS for what has a host.
    const transport = TRANSPORTS.get(name ?? (hostname === "" ? "unix" : "tls"));
    if (!transport) return undefined;
    const key = searchParams.get("keyfile");
    const options = [port && `-p ${port}`, key && `-i ${key}`].filter(Boolean);
    const target = username === "" ? hostname : `${decodeURIComponent(username)}@${hostname}`;
    return { transport, host: hostname, ssh: ["ssh", ...options, target, "virsh version"].join(" ") };
}
