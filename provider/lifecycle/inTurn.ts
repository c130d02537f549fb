const last = new Map<string, Promise<unknown>>();

/**
 * Does what concerns one thing of a host one after the other, in the order of the calls, whether the earlier ones fail or not.
 * Pulumi changes up to ten resources at a time: a reattached NIC gets its PCI address again only if no
 * other takes that meanwhile.
 */
export function inTurn<T>(thing: string, work: () => Promise<T>): Promise<T> {
    const before = last.get(thing) ?? Promise.resolve();
    const turn = before.then(work, work);
    last.set(thing, turn);
    return turn;
}
