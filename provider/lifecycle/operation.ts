import type { Libvirt } from "../libvirt/libvirt";
import { Survey } from "../host/survey";

/** A pool that the program declares, which its host may not have yet. */
export interface Declared {
    readonly uri: string;
    readonly name: string;
    readonly active: boolean;
    readonly pf?: string | undefined;
    readonly addresses?: readonly string[] | undefined;
    readonly portgroups?: readonly { readonly name: string }[] | undefined;
}

/**
 * What one operation of Pulumi, a preview or an up, knows beyond a single resource: what its resources have said so far,
 * and what their hosts had when it began. Its process serves all of them, and ends with it.
 */
export class Operation {
    readonly #surveys = new Map<string, Survey>();
    readonly #pools = new Map<string, Declared>();
    readonly #following = new Set<string>();
    readonly #wanted = new Map<string, Set<string>>();

    survey(libvirt: Libvirt): Survey {
        const survey = this.#surveys.get(libvirt.uri) ?? new Survey(libvirt);
        this.#surveys.set(libvirt.uri, survey);
        return survey;
    }

    declare(pool: Declared): void {
        this.#pools.set(JSON.stringify([pool.uri, pool.name]), pool);
    }

    declared(uri: string, name: string): Declared | undefined {
        return this.#pools.get(JSON.stringify([uri, name]));
    }

    /** The pools that are declared for a host so far. */
    declaredOn(uri: string): readonly Declared[] {
        return [...this.#pools.values()].filter((pool) => pool.uri === uri);
    }

    /** Notes that a VF half follows its pool, which is being replaced: it may be taken out, and is put in again afterwards. */
    follow(uri: string, domainUuid: string, alias: string): void {
        this.#following.add(JSON.stringify([uri, domainUuid, alias]));
    }

    isFollowing(uri: string, domainUuid: string, alias: string | undefined): boolean {
        return this.#following.has(JSON.stringify([uri, domainUuid, alias]));
    }

    /** Notes who is to get a VF of a pool. @returns all who are, in the order in which they came */
    want(uri: string, pool: string, who: string): readonly string[] {
        const key = JSON.stringify([uri, pool]);
        const wanted = this.#wanted.get(key) ?? new Set();
        this.#wanted.set(key, wanted.add(who));
        return [...wanted];
    }
}
