import type { HostMap } from "./hostMap";

/** Host that did not answer. */
export interface Unasked {
    readonly uri: string;
    /** Why, in libvirt's words. */
    readonly problem: string;
}

export type Answer = HostMap | Unasked;

/** Printer of maps, host by host: a slow host does not hold up those before it. */
export interface MapForm {
    readonly begin: string;
    /** @param index position of the host among the arguments, from 0 */
    host(answer: Answer, index: number): string;
    readonly end: string;
}
