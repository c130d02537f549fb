/** Returns things by a key of theirs, in their order. Whoever asks for one of them again and again asks the map. */
export function groupedBy<T, Key>(things: Iterable<T>, keyOf: (thing: T) => Key): ReadonlyMap<Key, readonly T[]> {
    const groups = new Map<Key, T[]>();
    for (const thing of things) {
        const group = groups.get(keyOf(thing));
        if (group) group.push(thing);
        else groups.set(keyOf(thing), [thing]);
    }
    return groups;
}
