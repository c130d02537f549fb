import { count, element, leaf, node, opt, type Model } from "../xml";

const inbound = element("inbound", {
    /** Kilobytes a second, on average. */
    average: opt(leaf("@average", count)),
    /** Kilobytes a second, at most. */
    peak: opt(leaf("@peak", count)),
    /** Kilobytes that may pass at peak speed. */
    burst: opt(leaf("@burst", count)),
    /** Kilobytes a second that are guaranteed. On a network with a forward mode of nat, route, open or none only. */
    floor: opt(leaf("@floor", count)),
});
const outbound = element("outbound", {
    /** Kilobytes a second, on average. */
    average: opt(leaf("@average", count)),
    /** Kilobytes a second, at most. */
    peak: opt(leaf("@peak", count)),
    /** Kilobytes that may pass at peak speed. */
    burst: opt(leaf("@burst", count)),
});
/** Quality of service of a port. Source: libvirt.org/formatnetwork.html#quality-of-service */
export const bandwidth = element("bandwidth", {
    /** Towards the guest. */
    inbound: opt(node("inbound", inbound)),
    /** From the guest. */
    outbound: opt(node("outbound", outbound)),
});
export type Bandwidth = Model<typeof bandwidth>;
