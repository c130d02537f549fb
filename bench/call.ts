import { startHost } from "../lab/host";
import { close, connect } from "../provider/libvirt";
import { interleave, time, versus, type Figure, type Size } from "./measure";

const ROUNDS = 15;
/** A call is so short that one alone would measure the clock. */
const CALLS_A_ROUND = 50;

/** The look-up and description of a network: through the client, and by a virsh that is spawned for it. */
export async function call(size: Size): Promise<readonly Figure[]> {
    const host = await startHost();
    try {
        const xml = "<network><name>pool</name><forward mode='hostdev'><pf dev='enp7s0f0'/></forward></network>";
        const libvirt = connect(host.uri);
        const uuid = await libvirt.networkDefine(xml);
        const rounds = await interleave(size, ROUNDS, {
            client: async () => {
                const all = await time(async () => {
                    for (let i = 0; i < CALLS_A_ROUND; i++) await libvirt.networkXml(uuid);
                });
                return all / CALLS_A_ROUND;
            },
            virsh: () => time(() => host.virsh("net-dumpxml", "pool")),
        });
        return versus(
            rounds,
            "ms",
            { what: "look-up and XML of a network, through the client", of: ({ client }) => client },
            { what: "the same by a spawned virsh", of: ({ virsh }) => virsh },
            { what: "the client is faster", target: { atLeast: 20 } },
        );
    } finally {
        await close();
        await host.stop();
    }
}
