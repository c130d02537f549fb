interface Asking<T> {
    readonly of: string;
    readonly resolve: (answer: T) => void;
    readonly reject: (error: unknown) => void;
}
/** Result of one of many. */
export type Came<T> = { readonly answer: T } | { readonly error: unknown };

export interface GatheredOptions<T> {
    readonly one: (of: string) => Promise<T>;
    readonly many: (of: readonly string[]) => Promise<readonly Came<T>[]>;
    /** How many jobs are under way at once. */
    readonly jobs: number;
    /** Whether a failure of one job is one of all that wait. */
    readonly isOfAll: (error: unknown) => boolean;
}

/**
 * The objects that one job reads at most. Each takes up to two round trips, all within one deadline: over a line of 300 ms they
 * take half of it.
 */
export const MOST_OF_JOB = 50;

/**
 * Questions of one kind, each about one object. One goes out at once as long as a thread is free for it. Those that come while
 * all are busy wait here, and go out together. So each job has a deadline of its own, and a host that answers is never too slow
 * for the number of its objects.
 */
export class Gathered<T> {
    readonly #waiting: Asking<T>[] = [];
    #underWay = 0;

    constructor(readonly options: GatheredOptions<T>) {}

    ask(of: string): Promise<T> {
        return new Promise((resolve, reject) => {
            this.#waiting.push({ of, resolve, reject });
            this.#send();
        });
    }

    #send(): void {
        while (this.#waiting.length > 0 && this.#underWay < this.options.jobs) {
            const share = Math.ceil(this.#waiting.length / this.options.jobs);
            this.#underWay += 1;
            void this.#ask(this.#waiting.splice(0, Math.min(share, MOST_OF_JOB))).then(() => {
                this.#underWay -= 1;
                this.#send();
            });
        }
    }

    async #ask(asking: readonly Asking<T>[]): Promise<void> {
        try {
            const answers = await this.#answers(asking.map(({ of }) => of));
            for (const [index, { resolve, reject }] of asking.entries()) {
                const came = answers[index];
                if (came && "answer" in came) resolve(came.answer);
                else reject(came?.error);
            }
        } catch (error) {
            const failed = this.options.isOfAll(error) ? [...asking, ...this.#waiting.splice(0)] : asking;
            for (const { reject } of failed) reject(error);
        }
    }

    async #answers(of: readonly string[]): Promise<readonly Came<T>[]> {
        const [first] = of;
        return of.length === 1 && first !== undefined
            ? [{ answer: await this.options.one(first) }]
            : this.options.many(of);
    }
}
