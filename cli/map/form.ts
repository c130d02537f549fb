import type { HostMap } from "./hostMap";

/** A host that could not be asked. */
export interface Unasked {
    readonly uri: string;
    /** Why, in libvirt's words. */
    readonly problem: string;
}

export type Answer = HostMap | Unasked;

/** What prints maps, host by host, so that a slow one keeps none before it from being read. */
export interface MapForm {
    readonly begin: string;
    /** @param index which one it is of those that were asked for, from 0 */
    host(answer: Answer, index: number): string;
    readonly end: string;
}
