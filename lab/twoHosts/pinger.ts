import { ipOf, isAt, macOf, parse, ping, pong, whereIs, type Address } from "./frames";
import { isSame, type Carrier, type Ping } from "./moments";
import type { Switch } from "./switch";

/** How often the guest is pinged, in milliseconds. */
export const INTERVAL = 200;
/** An answer that takes longer is none, in milliseconds. */
const PATIENCE = 5000;
/** So many answers one after the other over the same half of the same host mean that it carries the traffic now. */
const STEADY = 10;

interface SentPing extends Ping {
    readonly number: number;
    readonly sentAt: number;
    answeredOver?: Carrier | undefined;
}

/** A host beside the two, outside of both, that pings a guest and notes what each answer came over. */
export class Pinger {
    private readonly own: Address = { mac: macOf("02:00:00:00:00:fe"), ip: ipOf("10.9.0.254") };
    private readonly pings: SentPing[] = [];
    private readonly send: (frame: Buffer) => void;
    private guest: Address | undefined;
    private timer: NodeJS.Timeout | undefined;

    /**
     * @param carrierOf what stands behind a port of the switch
     */
    constructor(
        network: Switch,
        private readonly carrierOf: (port: string) => Carrier | undefined,
    ) {
        this.send = network.addHost("outside", (frame, cameBy) => {
            this.receive(frame, cameBy);
        });
    }

    start(ip: string): void {
        this.timer = setInterval(() => {
            if (this.guest) this.sendPing(this.guest);
            else this.send(whereIs(ipOf(ip), this.own));
        }, INTERVAL);
    }

    stop(): void {
        clearInterval(this.timer);
    }

    /** How many pings were sent and answered up to now. */
    get count(): { readonly sent: number; readonly answered: number } {
        const old = this.pings.filter(({ sentAt }) => sentAt < Date.now() - PATIENCE);
        return { sent: old.length, answered: old.filter(({ answeredOver }) => answeredOver).length };
    }

    /** The pings that were sent while `work` was done, and until a half of a host carried the answers steadily. */
    async during(work: () => Promise<unknown>, until: Carrier): Promise<readonly Ping[]> {
        const first = this.pings.length;
        await work();
        await this.carriedBy(until);
        const last = this.pings.length;
        await pause(PATIENCE);
        return this.pings.slice(Math.max(0, first - 1), last);
    }

    /** Waits until a half of a host carries the answers to what is sent from now on. */
    async carriedBy(carrier: Carrier): Promise<void> {
        const first = this.pings.length;
        for (;;) {
            const answers = this.pings.slice(first).flatMap(({ answeredOver }) => answeredOver ?? []);
            const latest = answers.slice(-STEADY);
            if (latest.length === STEADY && latest.every((one) => isSame(one, carrier))) return;
            await pause(INTERVAL);
        }
    }

    private sendPing(guest: Address): void {
        const number = this.pings.length % 0x10000;
        this.pings.push({ number, sentAt: Date.now() });
        this.send(ping(number, this.own, guest));
    }

    private receive(frame: Buffer, cameBy: string): void {
        const message = parse(frame);
        switch (message?.kind) {
            case "where-is":
                if (message.ip.equals(this.own.ip)) this.send(isAt(this.own, message.asker));
                return;
            case "is-at":
                this.guest ??= { mac: Buffer.from(message.sender.mac), ip: Buffer.from(message.sender.ip) };
                return;
            case "ping":
                if (message.to.equals(this.own.ip)) this.send(pong(message.echo, this.own, message.from));
                return;
            case "pong":
                this.note(message.number, cameBy);
        }
    }

    private note(number: number, cameBy: string): void {
        const sent = this.pings.findLast((one) => one.number === number);
        if (sent && Date.now() - sent.sentAt < PATIENCE) sent.answeredOver ??= this.carrierOf(cameBy);
    }
}

const pause = (time: number): Promise<void> => new Promise((resolve) => setTimeout(resolve, time));
