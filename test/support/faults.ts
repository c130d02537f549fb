import assert from "node:assert/strict";
import type { Libvirt } from "../../provider/libvirt";
import type { GuestBench, Program } from "./guest";
import type { RunningGuest } from "./runningGuest";

/** What tests of faults at a running guest have in common. */
export interface Faults {
    readonly virsh: (...args: string[]) => Promise<string>;
    /** Both layers, and QEMU's process. */
    readonly state: () => Promise<readonly unknown[]>;
    /** Lets somebody act before a call of that name reaches the host: the first, or another of the run. */
    readonly before: (call: keyof Libvirt, act: () => Promise<unknown>, number?: number) => void;
    /** Restarts the daemon, and waits until the guest has claimed its VF, if it has one: it does so while the daemon answers already. */
    readonly restart: () => Promise<void>;
    /** That a further up completes the program, and the one after that has nothing to do. */
    readonly assertHealed: (program: Program) => Promise<void>;
}

export function faultsAt(bench: GuestBench, guest: RunningGuest): Faults {
    return {
        virsh: (...args) => bench.host.virsh(...args),
        state: async () => [
            await bench.xml(),
            (await guest.interfaces()).map((xml) => xml.replace(/ portid='[^']*'| dev='vnet\d+'/g, "")),
            await guest.pid(),
        ],
        before(call, act, number = 1) {
            let left = number;
            bench.stack.meanwhile = async (made) => {
                if (made !== call) return;
                left -= 1;
                if (left === 0) await act();
            };
        },
        async restart() {
            await bench.host.restart();
            const claims = async (): Promise<number> =>
                Number(/connections='(\d+)'/.exec(await bench.host.virsh("net-dumpxml", "pool"))?.[1] ?? 0);
            const vfs = async (): Promise<number> =>
                (await guest.interfaces()).filter((xml) => xml.includes("<teaming type='transient'")).length;
            while ((await claims()) !== (await vfs())) await new Promise((resolve) => setTimeout(resolve, 20));
        },
        async assertHealed(program) {
            bench.stack.meanwhile = undefined;
            assert.notEqual(await bench.stack.up(program), "unchanged");
            await bench.stack.assertSettled(program);
            assert.equal(await bench.stack.up(program), "unchanged");
        },
    };
}
