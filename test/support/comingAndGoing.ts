import { spawn } from "node:child_process";
import { once } from "node:events";
import { guestXml, type Host } from "../../lab/host";

/** Takes away what a loop has left that was ended in the middle. */
const REST = [
    "destroy comes",
    "undefine defined",
    ...["net", "others"].flatMap((name) => [`net-destroy ${name}`, `net-undefine ${name}`]),
];

/** How often a loop goes round in one virsh: starting one takes longer than the whole of it. */
const ROUNDS = 50;

/** Objects of a host that somebody makes and deletes again and again. */
export interface ComingAndGoing {
    /** How many were made so far. */
    readonly made: number;
    /** Ends the loops. @throws Error where one of them has failed */
    stop(): Promise<void>;
}

/**
 * Makes and deletes networks, pools, guests and their ports on a host, from three clients at once, until it is stopped. The
 * networks `lan` and `pool` stay, and guests come with a port on each.
 */
export async function comeAndGo(host: Host): Promise<ComingAndGoing> {
    const file = (xml: string): Promise<string> => host.file(xml);
    const [net, pool, guest, other] = await Promise.all([
        file("<network><name>net</name><bridge name='lab-come'/></network>"),
        file(
            "<network><name>others</name><forward mode='hostdev' managed='yes'><pf dev='enp8s0f0'/></forward></network>",
        ),
        file(guestXml("comes", { interfaces: [on("lan", "52:54:00:00:09:01"), on("pool", "52:54:00:00:09:02")] })),
        file(guestXml("defined", { interfaces: [on("lan", "52:54:00:00:09:03"), on("others", "52:54:00:00:09:04")] })),
    ]);
    const loops: readonly (readonly string[])[] = [
        [
            `net-create ${net}`,
            "net-destroy net",
            `net-define ${net}`,
            "net-start net",
            "net-destroy net",
            "net-undefine net",
        ],
        [
            `net-define ${pool}`,
            "net-start others",
            "net-destroy others",
            "net-undefine others",
            `define ${other}`,
            "undefine defined",
        ],
        [`create ${guest}`, "destroy comes"],
    ];
    let isOver = false;
    let made = 0;
    const running = loops.map(async (loop) => {
        while (!isOver) {
            await virsh(host, Array.from({ length: ROUNDS }, () => loop).flat(), () => isOver);
            made += ROUNDS;
        }
    });
    return {
        get made() {
            return made;
        },
        async stop() {
            isOver = true;
            await Promise.all(running);
            await virsh(host, REST, () => false);
        },
    };
}

const on = (network: string, mac: string): string =>
    `<interface type='network'><mac address='${mac}'/><source network='${network}'/><model type='virtio'/></interface>`;

/** Runs commands one after the other. What meets another loop's change may fail. */
async function virsh(host: Host, commands: readonly string[], isOver: () => boolean): Promise<void> {
    const child = spawn("virsh", ["-q", "-c", host.uri], { stdio: ["pipe", "ignore", "ignore"] });
    const ended = once(child, "exit");
    child.stdin.on("error", () => undefined); // it has been ended
    for (const command of commands) child.stdin.write(`${command}\n`);
    child.stdin.end();
    const check = setInterval(() => {
        if (isOver()) child.kill();
    }, 50);
    await ended;
    clearInterval(check);
}
