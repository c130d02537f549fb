import assert from "node:assert/strict";
import { formatMessage, type Message } from "../../../provider/lifecycle/message";
import { Operation } from "../../../provider/lifecycle/operation";
import { Preview } from "../../../provider/lifecycle/preview";
import { hostdevNetwork } from "../../../provider/hostdevNetwork";
import type { HostdevNetworkArgs } from "../../../provider/hostdevNetwork/args";

const uri = "qemu:///system";
const desired = { uri, name: "vfpool", vlan: 42 } as unknown as HostdevNetworkArgs;
const unasked = (): never => {
    throw new Error("a preview's words need no host");
};
const preview = new Preview(hostdevNetwork, new Operation(unasked), unasked);

describe("the words of a preview that are the same for every resource", () => {
    const cases: readonly (readonly [what: string, messages: readonly Message[], lines: readonly string[]])[] = [
        [
            "drift has both values",
            preview.drift({ args: { ...desired, vlan: 44 }, outputs: { uuid: "" } }, desired),
            ["vfpool: vlan is 44 on the host and 42 in the program."],
        ],
        [
            "drift says that a value is missing on one side",
            preview.drift({ args: { uri, name: "vfpool", isolated: true } as never, outputs: { uuid: "" } }, desired),
            [
                "vfpool: isolated is true on the host and missing in the program.",
                "vfpool: vlan is missing on the host and 42 in the program.",
            ],
        ],
        [
            "drift of a running guest is told apart",
            preview.drift({ args: desired, outputs: { uuid: "" }, running: { persistent: { link: "down" } } }, desired),
            ['vfpool: persistent.link is "down" in the running network.'],
        ],
        [
            "a missing resource names the host",
            [preview.missing(desired, [uri, "qemu+ssh://kvm2/system"])],
            ["vfpool: it is missing on qemu:///system and qemu+ssh://kvm2/system. up creates it again."],
        ],
        [
            "what stays of a replacement is told",
            [preview.retained(desired)],
            [
                "vfpool: the option retainOnDelete keeps the replaced network on qemu:///system, and nothing manages it then. Remove it by hand, or remove the option.",
            ],
        ],
        [
            "another name says how to keep the one before",
            [preview.renamed("vfpool", "pool2", { name: "pool2" })],
            [
                'pool2: name "vfpool" => "pool2" replaces the network. The program sets no name, so the name follows from the resource\'s name in Pulumi. Set name to "vfpool" to keep it.',
            ],
        ],
        [
            "a host that does not answer is quoted",
            [preview.notCompared(desired, new Error("Connection refused"))],
            ["vfpool: the provider could not compare it with the host: Connection refused"],
        ],
    ];
    for (const [what, messages, lines] of cases)
        it(what, () => {
            assert.deepEqual(messages.map(formatMessage), lines);
        });

    it("call a resource whose name is unknown by its kind", () => {
        assert.equal(preview.subject({ name: "04da6b54-80e4-46f7-96ec-b56ff0331ba9" }), "a network");
    });
});

describe("an effect that the host does not tell", () => {
    const operation = new Operation(unasked);
    const warned: Message[] = [];
    const silent = new Preview(
        { ...hostdevNetwork, effects: () => Promise.reject(new Error("Connection refused")) },
        operation,
        (message) => warned.push(message),
    );
    operation.survey = () => undefined as never;

    it("is a warning, and no effect", async () => {
        assert.deepEqual(await silent.effects(desired), []);
        assert.deepEqual(warned.map(formatMessage), [
            "vfpool: the provider could not read the effect of the change: Connection refused",
        ]);
    });

    it("is not asked for where the host was found silent before", async () => {
        warned.length = 0;
        operation.noteUnreached(uri, "vfpool");
        assert.deepEqual([await silent.effects(desired), warned], [[], []]);
    });
});
