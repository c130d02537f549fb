import { count, element, leaf, node, opt, type Model } from "../xml";

const inbound = element("inbound", {
    /** Kilobytes a second, on average, from 1 on. */
    average: opt(leaf("@average", count)),
    /** Kilobytes a second, at most. @default 0, which is no limit */
    peak: opt(leaf("@peak", count, { absent: 0 })),
    /** Kilobytes that may pass at peak speed. @default 0, which is no burst */
    burst: opt(leaf("@burst", count, { absent: 0 })),
    /** Kilobytes a second that are guaranteed. On a network with a forward mode of nat, route, open or none only. @default 0 */
    floor: opt(leaf("@floor", count, { absent: 0 })),
});
const outbound = element("outbound", {
    /** Kilobytes a second, on average, from 1 on. */
    average: opt(leaf("@average", count)),
    /** Kilobytes a second, at most. @default 0, which is no limit */
    peak: opt(leaf("@peak", count, { absent: 0 })),
    /** Kilobytes that may pass at peak speed. @default 0, which is no burst */
    burst: opt(leaf("@burst", count, { absent: 0 })),
});
/** Quality of service of a port. Source: libvirt.org/formatnetwork.html#quality-of-service */
export const bandwidth = element("bandwidth", {
    /** Towards the guest. */
    inbound: opt(node("inbound", inbound)),
    /** From the guest. */
    outbound: opt(node("outbound", outbound)),
});
export type Bandwidth = Model<typeof bandwidth>;
