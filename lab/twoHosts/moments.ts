/** Half that carried the answer to a ping. */
export interface Carrier {
    readonly host: string;
    readonly half: "VF" | "virtio half";
}

/** A ping that was sent to the guest, in the order in which they were sent. */
export interface Ping {
    /** Missing where no answer came. */
    readonly answeredOver?: Carrier | undefined;
}

/** Part of a time in which the guest was pinged. */
export interface Moment {
    readonly name: "unplug" | "plug-in" | "switchover" | "between";
    /** Half that carried the last answer before it. */
    readonly from: Carrier;
    /** Half that carried the first answer after it. */
    readonly to: Carrier;
    /** Pings without an answer. */
    readonly lost: number;
}

/**
 * The moments at which another half, or another host, began to carry the answers, and those at which answers were
 * missing in between.
 */
export function momentsOf(pings: readonly Ping[]): readonly Moment[] {
    const moments: Moment[] = [];
    let from: Carrier | undefined;
    let lost = 0;
    for (const { answeredOver: to } of pings) {
        if (to === undefined) {
            lost += 1;
            continue;
        }
        if (from && (lost > 0 || !isSame(from, to))) moments.push({ name: nameOf(from, to), from, to, lost });
        from = to;
        lost = 0;
    }
    return moments;
}

export const isSame = (one: Carrier, other: Carrier): boolean => one.host === other.host && one.half === other.half;

function nameOf(from: Carrier, to: Carrier): Moment["name"] {
    if (from.host !== to.host) return "switchover";
    if (from.half === to.half) return "between";
    return to.half === "VF" ? "plug-in" : "unplug";
}
