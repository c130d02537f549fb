import { mock } from "node:test";

/** The timers of this thread, which run out when the test says so. libvirt's own threads go on meanwhile. */
export class Clock {
    constructor() {
        mock.timers.enable({ apis: ["setTimeout"] });
    }
    /** Lets time pass for all that has been begun. */
    async pass(seconds: number): Promise<void> {
        await this.turn();
        mock.timers.tick(seconds * 1000);
        await this.turn();
    }
    turn(): Promise<void> {
        return new Promise((resolve) => setImmediate(resolve));
    }
    end(): void {
        mock.timers.reset();
    }
}
