import { guestXml, plainNetworkXml } from "../../lab/host";
import { hooksFor } from "../../provider/lifecycle/hooks";
import { hostdevNetwork } from "../../provider/hostdevNetwork";
import { shutOff } from "./shutOff";
import { stackBench, type StackBench } from "./stackBench";
import { teamXml } from "./teamXml";

/** A stack for the pool `pool` of enp7s0f0, and running guests that use VFs of it. */
export interface PoolInUse extends StackBench {
    /** Starts a guest with a team, whose halves are `ua-net0` and `ua-net0-vf`. */
    readonly startTeam: (name: string) => Promise<void>;
    /** Starts a guest without an interface. */
    readonly startGuest: (name: string) => Promise<void>;
    /** Starts a guest and attaches an interface that is no team's. */
    readonly startAlone: (name: string, xml: string) => Promise<void>;
    /** Address, guest and alias of each VF in guests that run, as their XML has it. */
    readonly vfs: () => Promise<readonly string[]>;
    /** How many VFs libvirt counts as in use. */
    readonly connections: () => Promise<number>;
    /** The live and the inactive XML of the pool, and its state. */
    readonly untouched: () => Promise<readonly string[]>;
    /** The guests that the pool has ports of. */
    readonly ports: () => Promise<readonly string[]>;
    /** Restarts the daemon, and waits until its guests have claimed as many VFs: they do so while it answers already. */
    readonly restart: (claimed: number) => Promise<void>;
    /** Where the guest sees a device. */
    readonly placeOf: (guest: string, alias: string) => Promise<string | undefined>;
    readonly end: (name: string) => Promise<void>;
}

const POOL = { name: "pool", pf: "enp7s0f0" };

/** Makes one for the tests of a `describe`: before each, the pool exists and no guest. */
export function poolInUse(program: object = POOL): PoolInUse {
    const running = new Map<string, string>();
    const virsh = (...args: string[]): Promise<string> => base.host.virsh(...args);
    const interfacesOf = async (name: string): Promise<readonly string[]> =>
        (await virsh("dumpxml", name)).match(/<(interface|hostdev) [^]*?<\/\1>/g) ?? [];

    const base = stackBench((world) => hooksFor(hostdevNetwork, world), {
        async prepare(host) {
            await host.virsh("net-define", await host.file(plainNetworkXml("br")));
            await host.virsh("net-start", "br");
        },
        async begin() {
            await base.stack.up({ ...program });
        },
        async restore() {
            for (const name of [...running.keys()]) await bench.end(name);
            // libvirt 9.0 may free the team of a VF twice as its guest ends, and die of it (virDomainNetTeamingInfoFree)
            await virsh("uri").catch(base.renew);
            await virsh("net-destroy", "pool").catch(() => undefined); // it may be stopped
            await virsh("net-undefine", "pool").catch(() => undefined); // or gone
        },
    });

    /** libvirt lists a guest no longer that has ended, and may still be taking its VF back. */
    async function start(name: string): Promise<void> {
        running.set(name, await virsh("domuuid", name));
        const isOfEnded = (error: Error): boolean => error.message.includes(`in use by driver QEMU, domain ${name}`);
        const tryIt = async (): Promise<boolean> => {
            try {
                await virsh("start", name);
                return true;
            } catch (error) {
                if (!isOfEnded(error as Error)) throw error;
                return false;
            }
        };
        while (!(await tryIt())) await new Promise((resolve) => setTimeout(resolve, 20));
    }

    const bench: PoolInUse = {
        get host() {
            return base.host;
        },
        get stack() {
            return base.stack;
        },
        async startTeam(name) {
            const mac = `52:54:00:aa:bb:0${running.size}`;
            await virsh("define", await base.host.file(guestXml(name, { interfaces: teamXml("net0", { mac }) })));
            await start(name);
        },
        async startGuest(name) {
            await virsh("define", await base.host.file(guestXml(name)));
            await start(name);
        },
        async startAlone(name, xml) {
            await bench.startGuest(name);
            await virsh("attach-device", name, await base.host.file(xml), "--live", "--config");
        },
        async vfs() {
            const inGuests: string[] = [];
            for (const name of running.keys())
                for (const xml of await interfacesOf(name)) {
                    const [, bus, slot, f] =
                        /<source>\s*<address [^>]*bus='0x(..)' slot='0x(..)' function='0x(.)'/.exec(xml) ?? [];
                    const alias = /<alias name='([^']*)'/.exec(xml)?.[1] ?? "";
                    if (bus !== undefined) inGuests.push(`${bus}:${slot ?? ""}.${f ?? ""} ${name} ${alias}`);
                }
            return inGuests.sort();
        },
        async connections() {
            return Number(/connections='(\d+)'/.exec(await virsh("net-dumpxml", "pool"))?.[1] ?? 0);
        },
        untouched: () =>
            Promise.all([
                virsh("net-dumpxml", "pool"),
                virsh("net-dumpxml", "--inactive", "pool"),
                virsh("net-info", "pool"),
                virsh("net-port-list", "pool"),
            ]),
        async ports() {
            const [, , ...lines] = (await virsh("net-port-list", "pool")).split("\n");
            const names = new Map([...running].map(([name, uuid]) => [uuid, name]));
            const owners = lines.map(async (line) => {
                const xml = await virsh("net-port-dumpxml", "pool", line.trim());
                return names.get(/<owner>[^]*<uuid>([^<]*)/.exec(xml)?.[1] ?? "") ?? xml;
            });
            return (await Promise.all(owners)).sort();
        },
        async restart(claimed) {
            await base.host.restart();
            const isSo = async (): Promise<boolean> =>
                (await bench.connections()) === claimed && (await bench.ports()).length === claimed;
            while (!(await isSo())) await new Promise((resolve) => setTimeout(resolve, 20));
        },
        async placeOf(guest, alias) {
            const xml = (await interfacesOf(guest)).find((one) => one.includes(`<alias name='${alias}'/>`));
            return /<alias [^>]*>\s*(<address [^>]*>)/.exec(xml ?? "")?.[1];
        },
        async end(name) {
            await shutOff(base.host, name);
            await virsh("undefine", name).catch(() => undefined); // or gone
            running.delete(name);
        },
    };
    return bench;
}
