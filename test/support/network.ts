import { startHost, type Host } from "../../lab/host";
import { Client } from "../../provider/libvirt";
import { hooksFor } from "../../provider/lifecycle/hooks";
import { hostdevNetwork } from "../../provider/hostdevNetwork";
import { HookStack } from "./hookStack";

/** A stack for one HostdevNetwork. Before each test it has nothing, and nor has the host. */
export interface NetworkBench {
    readonly host: Host;
    readonly stack: HookStack;
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
    let host: Host;
    let stack: HookStack;
    before(async () => {
        host = await startHost();
    });
    beforeEach(() => {
        stack = new HookStack((world) => hooksFor(hostdevNetwork, world), host);
    });
    afterEach(async () => {
        await stack.close();
        // a client of its own, as one that has just listed them would not see newer ones
        const cleaner = new Client(host.uri, { threads: 1 });
        for (const { uuid, active, persistent } of await cleaner.networks()) {
            if (active) await cleaner.networkStop(uuid);
            if (persistent) await cleaner.networkUndefine(uuid);
        }
        await cleaner.close();
    });
    after(() => host.stop());
    return {
        get host() {
            return host;
        },
        get stack() {
            return stack;
        },
        async list() {
            const [, , ...lines] = (await host.virsh("net-list", "--all")).split("\n");
            return lines.map((line) => line.trim().replace(/\s+/g, " "));
        },
        async definition(name) {
            const xml = await host.virsh("net-dumpxml", "--inactive", name);
            return xml.replace(/<uuid>.*<\/uuid>/, "").replace(/\n\s*/g, "");
        },
        uuid: (name) => host.virsh("net-uuid", name),
        async define(xml) {
            await stack.byHand("net-define", await host.file(xml));
        },
    };
}
