/**
 * An answer that concurrent and following readers share until it is too old or dropped. A failure is not kept. For 0
 * milliseconds nothing is shared, nor what is under way: it may be from before what its reader waited for.
 */
export class Shared<T> {
    #answer: Promise<T> | undefined;
    #until = 0;

    constructor(
        readonly ask: () => Promise<T>,
        readonly milliseconds: number,
        readonly now: () => number = () => performance.now(),
    ) {}

    get(): Promise<T> {
        if (this.milliseconds === 0) return this.ask();
        if (this.#answer && this.now() < this.#until) return this.#answer;
        const answer = this.ask();
        this.#answer = answer;
        this.#until = Infinity; // while it is under way
        answer.then(
            () => {
                if (this.#answer === answer) this.#until = this.now() + this.milliseconds;
            },
            () => {
                if (this.#answer === answer) this.drop();
            },
        );
        return answer;
    }

    drop(): void {
        this.#answer = undefined;
    }
}
