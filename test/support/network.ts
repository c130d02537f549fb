import { Client } from "../../provider/libvirt";
import { hooksFor } from "../../provider/lifecycle/hooks";
import { hostdevNetwork } from "../../provider/hostdevNetwork";
import { stackBench, type StackBench } from "./stackBench";

/** A stack for one HostdevNetwork. Before each test it has nothing, and nor has the host. */
export interface NetworkBench extends StackBench {
    /** Every network of the host, as `net-list --all` shows it, a line each: name, state, autostart, persistent. */
    list(): Promise<readonly string[]>;
    /** The definition without its uuid, in the words of `net-dumpxml --inactive`, on one line. */
    definition(name: string): Promise<string>;
    uuid(name: string): Promise<string>;
    /** Defines a network by hand; with the uuid of an existing one, in place of it. */
    define(xml: string): Promise<void>;
}

/** Makes one for the tests of a `describe`. */
export function networkBench(): NetworkBench {
    const base = stackBench((world) => hooksFor(hostdevNetwork, world), {
        async restore() {
            // a client of its own, as one that has just listed them would not see newer ones
            const cleaner = new Client(base.host.uri, { threads: 1 });
            for (const { uuid, active, persistent } of await cleaner.networks()) {
                if (active) await cleaner.networkStop(uuid);
                if (persistent) await cleaner.networkUndefine(uuid);
            }
            await cleaner.close();
        },
    });
    return {
        get host() {
            return base.host;
        },
        get stack() {
            return base.stack;
        },
        async list() {
            const [, , ...lines] = (await base.host.virsh("net-list", "--all")).split("\n");
            return lines.map((line) => line.trim().replace(/\s+/g, " "));
        },
        async definition(name) {
            const xml = await base.host.virsh("net-dumpxml", "--inactive", name);
            return xml.replace(/<uuid>.*<\/uuid>/, "").replace(/\n\s*/g, "");
        },
        uuid: (name) => base.host.virsh("net-uuid", name),
        async define(xml) {
            await base.stack.byHand("net-define", await base.host.file(xml));
        },
    };
}
