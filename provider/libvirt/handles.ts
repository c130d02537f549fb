import type { Handle } from "./prototypes";

/** How libvirt gives out handles of one kind of object. */
export interface KindOfHandle {
    readonly list: () => readonly Handle[];
    readonly lookUp: (uuid: string) => Handle;
    readonly uuidOf: (handle: Handle) => string;
    readonly free: (handle: Handle) => number;
}

/**
 * Handles by UUID, kept as long as their connection. A handle is a name for the daemon, which looks the object up in each call.
 * So an object costs one look-up, however often it is read, and none where it was listed.
 */
export class Handles {
    readonly #kept = new Map<string, Handle>();

    constructor(readonly kind: KindOfHandle) {}

    /** Returns the handle of an object, which it looks up where it has none. */
    get(uuid: string): Handle {
        const handle = this.#kept.get(uuid) ?? this.kind.lookUp(uuid);
        this.#kept.set(uuid, handle);
        return handle;
    }

    /** Lists once where more than one object would be looked up. */
    prepare(uuids: readonly string[]): void {
        if (uuids.filter((uuid) => !this.#kept.has(uuid)).length > 1) this.list();
    }

    /** Lists all objects, and keeps no other handles than theirs. */
    list(): ReadonlyMap<string, Handle> {
        const listed = this.kind.list();
        this.release();
        for (const handle of listed) this.#keep(this.kind.uuidOf(handle), handle);
        return this.#kept;
    }

    #keep(uuid: string, handle: Handle): void {
        const twin = this.#kept.get(uuid);
        if (twin !== undefined) this.kind.free(twin); // no daemon lists an object twice; one that is broken may
        this.#kept.set(uuid, handle);
    }

    release(): void {
        this.#kept.forEach(this.kind.free);
        this.#kept.clear();
    }
}
