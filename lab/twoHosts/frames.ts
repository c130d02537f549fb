// The few Ethernet frames that a host needs to ping another. All of it is plain data; switch.ts moves it.

/** A host's addresses, as bytes. */
export interface Address {
    readonly mac: Buffer;
    readonly ip: Buffer;
}

/** Meaning of a frame for a host that pings. */
export type Message =
    | { readonly kind: "where-is"; readonly ip: Buffer; readonly asker: Address }
    | { readonly kind: "is-at"; readonly sender: Address }
    | { readonly kind: "ping"; readonly from: Address; readonly to: Buffer; readonly echo: Buffer }
    | { readonly kind: "pong"; readonly from: Buffer; readonly number: number };

export const macOf = (text: string): Buffer => Buffer.from(text.replaceAll(":", ""), "hex");
export const ipOf = (text: string): Buffer => Buffer.from(text.split(".").map(Number));

const EVERYONE = macOf("ff:ff:ff:ff:ff:ff");
const ARP = Buffer.from("0806", "hex");
const IPV4 = Buffer.from("0800", "hex");
/** ARP for IPv4 over Ethernet. Source: RFC 826 */
const ARP_HEAD = Buffer.from("00010800060400", "hex");
const ARP_ASKS = 1;
const ARP_ANSWERS = 2;
const ICMP = 1;
const ICMP_PING = 8;
const ICMP_PONG = 0;

/** Asks everyone who has an IP address. */
export function whereIs(ip: Buffer, asker: Address): Buffer {
    return arp(ARP_ASKS, asker, { mac: EVERYONE, ip });
}

/** Answers who asked where `sender` is. */
export function isAt(sender: Address, asker: Address): Buffer {
    return arp(ARP_ANSWERS, sender, asker);
}

function arp(operation: number, from: Address, to: Address): Buffer {
    return Buffer.concat([to.mac, from.mac, ARP, ARP_HEAD, Buffer.from([operation]), from.mac, from.ip, to.mac, to.ip]);
}

/** Pings `to` with a number that the answer repeats. */
export function ping(number: number, from: Address, to: Address): Buffer {
    const echo = Buffer.alloc(52, "x");
    echo.writeUInt16BE(0, 0); // identifier
    echo.writeUInt16BE(number, 2);
    return icmp(ICMP_PING, echo, from, to);
}

/** Answers a ping. */
export function pong(echo: Buffer, from: Address, to: Address): Buffer {
    return icmp(ICMP_PONG, echo, from, to);
}

/** An ICMP message in an IPv4 packet in a frame. Source: RFC 791, RFC 792 */
function icmp(type: number, echo: Buffer, from: Address, to: Address): Buffer {
    const message = Buffer.concat([Buffer.from([type, 0, 0, 0]), echo]);
    message.writeUInt16BE(checksum(message), 2);
    const header = Buffer.alloc(20);
    header.writeUInt8(0x45, 0); // version 4, five words of header
    header.writeUInt16BE(header.length + message.length, 2);
    header.writeUInt8(64, 8); // time to live
    header.writeUInt8(ICMP, 9);
    from.ip.copy(header, 12);
    to.ip.copy(header, 16);
    header.writeUInt16BE(checksum(header), 10);
    return Buffer.concat([to.mac, from.mac, IPV4, header, message]);
}

/** The Internet checksum. Source: RFC 1071 */
function checksum(bytes: Buffer): number {
    let sum = 0;
    for (let at = 0; at < bytes.length; at += 2) sum += bytes.readUInt8(at) * 256 + (bytes[at + 1] ?? 0);
    while (sum > 0xffff) sum = (sum & 0xffff) + (sum >>> 16);
    return ~sum & 0xffff;
}

/** Returns the meaning of a frame, if it is one of those above. */
export function parse(frame: Buffer): Message | undefined {
    const kind = frame.subarray(12, 14);
    if (kind.equals(ARP) && frame.length >= 42) return parseArp(frame);
    if (kind.equals(IPV4) && frame.length >= 42 && frame[14] === 0x45 && frame[23] === ICMP) return parseIcmp(frame);
    return undefined;
}

function parseArp(frame: Buffer): Message | undefined {
    const sender = { mac: frame.subarray(22, 28), ip: frame.subarray(28, 32) };
    if (frame[21] === ARP_ASKS) return { kind: "where-is", ip: frame.subarray(38, 42), asker: sender };
    return frame[21] === ARP_ANSWERS ? { kind: "is-at", sender } : undefined;
}

function parseIcmp(frame: Buffer): Message | undefined {
    const from = { mac: frame.subarray(6, 12), ip: frame.subarray(26, 30) };
    // what follows the packet only fills the frame up
    const echo = frame.subarray(38, 14 + frame.readUInt16BE(16));
    if (frame[34] === ICMP_PING) return { kind: "ping", from, to: frame.subarray(30, 34), echo };
    return frame[34] === ICMP_PONG ? { kind: "pong", from: from.ip, number: frame.readUInt16BE(40) } : undefined;
}
