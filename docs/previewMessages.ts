import { hostdevNetwork } from "../provider/hostdevNetwork";
import type { HostdevNetworkArgs } from "../provider/hostdevNetwork/args";
import { formatMessage, type Message } from "../provider/lifecycle/message";
import { Operation } from "../provider/lifecycle/operation";
import { Preview } from "../provider/lifecycle/preview";
import { teamedNic } from "../provider/teamedNic";
import type { TeamedNicArgs } from "../provider/teamedNic/args";
import { PAIR_TEXTS } from "../test/unit/teamedNic/pairTexts";
import { PLACE_TEXTS } from "../test/unit/teamedNic/placeTexts";
import { POOL_TEXTS } from "../test/unit/hostdevNetwork/poolTexts";
import type { ExampleOfMessage } from "./ruleMessages";

type Texts = Readonly<Record<string, readonly (readonly [facts: unknown, text: string])[]>>;

const examplesOf = (texts: Texts, subject: string): readonly ExampleOfMessage[] =>
    Object.entries(texts).flatMap(([id, all]) =>
        all.map(([, text]) => ({ id, text: formatMessage({ id, subject, facts: {}, text }) })),
    );

/** Returns the messages about pairs. */
export const pairMessages = (): readonly ExampleOfMessage[] => examplesOf(PAIR_TEXTS, "net0 on web1");
/** Returns the messages about the place of a guest. */
export const placeMessages = (): readonly ExampleOfMessage[] => examplesOf(PLACE_TEXTS, "net0 on web1");
/** Returns the messages about pools. */
export const poolMessages = (): readonly ExampleOfMessage[] => examplesOf(POOL_TEXTS, "vfpool");

const uri = "qemu:///system";
const unasked = (): never => {
    throw new Error("a message needs no host");
};
const operation = new Operation(unasked);
const pool = { uri, name: "vfpool", vlan: 42 } as unknown as HostdevNetworkArgs;
const pair = { uri, name: "net0", domain: "web1" } as unknown as TeamedNicArgs;

/** Returns the messages that every resource has. */
export function previewMessages(): readonly ExampleOfMessage[] {
    const pools = new Preview(hostdevNetwork, operation, unasked);
    const pairs = new Preview(teamedNic, operation, unasked);
    const messages: readonly Message[] = [
        ...pools.drift({ args: { uri, name: "vfpool", isolated: true } as never, outputs: { uuid: "" } }, pool),
        ...pairs.drift({ args: pair, outputs: {} as never, running: { transient: "absent" } }, pair),
        pools.missing(pool, [uri]),
        pools.renamed("vfpool", "pool2", { name: "pool2" }),
        pairs.renamed("net0", "net1", { name: "net1", domain: "web1" }),
        pools.retained(pool),
        pairs.leftToAnother(pair, true),
        pools.leftToAnother(pool, false),
        pools.notCompared(pool, new Error("Connection refused")),
    ];
    return messages.map((message) => ({ id: message.id, text: formatMessage(message) }));
}
