import * as pulumi from "@pulumi/pulumi";
import assert from "node:assert/strict";
import { withHostdevNetworkDefaults } from "../../../provider/hostdevNetwork/args";
import { VfPool, type VfPoolArgs } from "../../../sdk";
import { findingsOn, inShort } from "../../support/screen";

type Inputs = Readonly<Record<string, unknown>>;
interface Registered {
    readonly type: string;
    readonly name: string;
    readonly inputs: Inputs;
}

const KVM1 = "qemu+ssh://kvm1/system";
const KVM2 = "qemu+ssh://kvm2/system";
const HOSTS = { kvm1: { uri: KVM1, pf: "enp7s0f0" }, kvm2: { uri: KVM2, pf: "enp8s0f0" } };

/** Runs a program whose resources come to be when `made` says so, and answers what it registered. */
async function registered(
    program: () => unknown,
    options: { readonly made?: (name: string) => Promise<void>; readonly isPreview?: boolean } = {},
): Promise<readonly Registered[]> {
    const all: Registered[] = [];
    const newResource = async ({ type, name, inputs }: pulumi.runtime.MockResourceArgs) => {
        all.push({ type, name, inputs: inputs as Inputs });
        await options.made?.(name);
        return { id: name, state: inputs as Record<string, unknown> };
    };
    await pulumi.runtime.setMocks({ newResource, call: () => ({}) }, "project", "stack", options.isPreview ?? false);
    await program();
    return all;
}

/** What the class fills in under mocks, which no case gives. */
const DEFAULTS = withHostdevNetworkDefaults({});

const valueOf = <T>(output: pulumi.Output<T>): Promise<T> =>
    new Promise((resolve) => {
        output.apply(resolve);
    });
const isKnown = (output: unknown): Promise<boolean> => (output as { readonly isKnown: Promise<boolean> }).isKnown;

/** The networks among what was registered, with the arguments that say something. */
const networksOf = (all: readonly Registered[]): readonly (readonly [string, Inputs])[] =>
    all
        .filter(({ type }) => type === "pulumi-nodejs:dynamic/libvirt:HostdevNetwork")
        .map(({ name, inputs }): readonly [string, Inputs] => {
            const said = Object.entries(inputs).filter(
                ([key, value]) => !key.startsWith("__") && value !== null && value !== DEFAULTS[key],
            );
            return [name, Object.fromEntries(said)];
        })
        .sort(([a], [b]) => (a < b ? -1 : 1)); // which is registered first is not ours to say

describe("a pool on several hosts", () => {
    it("is a network each, of one name; what a host says of itself goes before what all have", async () => {
        const all = await registered(async () => {
            const pool = new VfPool("vfpool", {
                vlan: 42,
                autostart: false,
                hosts: { ...HOSTS, kvm3: { uri: "test:///3", pf: "enp9s0f0", vlan: 43 } },
            });
            assert.equal(await valueOf(pool.network), "vfpool");
        });
        const common = { name: "vfpool", vlan: 42, autostart: false };
        assert.deepEqual(networksOf(all), [
            ["vfpool-kvm1", { ...common, ...HOSTS.kvm1 }],
            ["vfpool-kvm2", { ...common, ...HOSTS.kvm2 }],
            ["vfpool-kvm3", { ...common, uri: "test:///3", pf: "enp9s0f0", vlan: 43 }],
        ]);
        assert.deepEqual(
            all.filter(({ name }) => name === "vfpool").map(({ type }) => type),
            ["libvirt:teaming:VfPool"],
        );
    });

    it("takes a PF or VFs for all hosts, in whose place a host may have its own", async () => {
        const addresses = ["0000:07:10.1"];
        const all = await registered(() => {
            const hosts = { kvm1: { uri: KVM1 }, kvm2: { uri: KVM2, addresses }, kvm3: { uri: "test:///3", pf: "b" } };
            return valueOf(new VfPool("pools", { name: "vfpool", pf: "a", hosts }).network);
        });
        assert.deepEqual(networksOf(all), [
            ["pools-kvm1", { name: "vfpool", uri: KVM1, pf: "a" }],
            ["pools-kvm2", { name: "vfpool", uri: KVM2, addresses }],
            ["pools-kvm3", { name: "vfpool", uri: "test:///3", pf: "b" }],
        ]);
    });

    it("gives its name to nobody before every host has it", async () => {
        const order: string[] = [];
        let release = (): void => undefined;
        const waiting = new Promise<void>((resolve) => (release = resolve));
        const made = async (name: string): Promise<void> => {
            if (name === "vfpool-kvm2") await waiting;
            order.push(name);
        };
        await registered(
            async () => {
                const pool = new VfPool("vfpool", { hosts: HOSTS });
                const named = valueOf(pool.network).then(() => order.push("network"));
                await valueOf((await valueOf(pool.pools)).kvm1.uri);
                // many turns more than it takes from there to the name
                for (let turn = 0; turn < 100; turn++) await new Promise(setImmediate);
                release();
                await named;
            },
            { made },
        );
        assert.deepEqual(order, ["vfpool", "vfpool-kvm1", "vfpool-kvm2", "network"]);
    });

    it("has the URI and the network of each host by its key, whether hosts are plain or an output", async () => {
        const plain = HOSTS;
        const forms: readonly VfPoolArgs["hosts"][] = [
            plain,
            pulumi.output(plain),
            Promise.resolve(plain),
            { kvm1: pulumi.output(plain.kvm1), kvm2: plain.kvm2 },
        ];
        for (const hosts of forms) {
            const all = await registered(async () => {
                const pool = new VfPool("vfpool", { vlan: 42, hosts });
                assert.deepEqual(await valueOf(pool.uris), { kvm1: KVM1, kvm2: KVM2 });
                assert.equal(await valueOf(pool.uris["kvm2"] as pulumi.Output<string>), KVM2);
                assert.equal(await valueOf((await valueOf(pool.pools))["kvm2"]?.pf ?? pulumi.output("")), "enp8s0f0");
                assert.equal(await valueOf(pool.network), "vfpool");
            });
            assert.deepEqual(networksOf(all), [
                ["vfpool-kvm1", { name: "vfpool", vlan: 42, ...HOSTS.kvm1 }],
                ["vfpool-kvm2", { name: "vfpool", vlan: 42, ...HOSTS.kvm2 }],
            ]);
        }
    });

    it("keeps a secret that a host is given, and of no other host where the keys are plain", async () => {
        await registered(async () => {
            const hosts = { ...HOSTS, kvm2: { uri: KVM2, pf: pulumi.secret("enp8s0f0") } };
            const isSecret = async (pool: VfPool<"kvm1" | "kvm2">): Promise<readonly boolean[]> => {
                const { kvm1, kvm2 } = await valueOf(pool.pools);
                return Promise.all([kvm1.pf, kvm2.pf, kvm2.uri].map((output) => pulumi.isSecret(output)));
            };
            assert.deepEqual(await isSecret(new VfPool("plain", { hosts })), [false, true, false]);
            assert.deepEqual(await isSecret(new VfPool("output", { hosts: pulumi.output(hosts) })), [true, true, true]);
        });
    });

    it("has no network in a preview that does not know its hosts, and one unknown value keeps none away", async () => {
        class Other extends pulumi.CustomResource {
            declare readonly value: pulumi.Output<string>;
        }
        const all = await registered(
            async () => {
                const unknown = new Other("test:index:Other", "other", { value: undefined }).value;
                const pool = new VfPool("a", { hosts: unknown.apply(() => HOSTS) });
                const known = [pool.network, pool.uris, pool.pools].map(isKnown);
                assert.deepEqual(await Promise.all(known), [false, false, false]);

                const { uris, network } = new VfPool("b", { hosts: { ...HOSTS, kvm2: { uri: unknown, pf: "c" } } });
                const byKey = [network, uris.kvm1, uris.kvm2].map(isKnown);
                assert.deepEqual(await Promise.all(byKey), [true, true, false]);
            },
            { isPreview: true },
        );
        assert.deepEqual(
            networksOf(all).map(([name]) => name),
            ["b-kvm1", "b-kvm2"],
        );
    });
});

describe("what a pool on several hosts refuses", () => {
    const one = { uri: KVM1, pf: "enp7s0f0" };
    /** Arguments as JavaScript may give them, and what is found. */
    const refused: readonly (readonly [title: string, args: unknown, ...findings: readonly string[]])[] = [
        ["no hosts", {}, "vfpool.hosts missing missing-argument"],
        ["an empty set of hosts", { hosts: {} }, "vfpool.hosts {} argument-shape"],
        [
            "a list of hosts",
            { hosts: [one] },
            'vfpool.hosts [{"uri":"qemu+ssh://kvm1/system","pf":"enp7s0f0"}] argument-shape',
        ],
        ["an empty key", { hosts: { "": one } }, 'vfpool.hosts[""] "" argument-shape'],
        [
            "a key that no name can end with",
            { hosts: { "kvm/1": one } },
            'vfpool.hosts["kvm/1"] "kvm/1" argument-shape',
        ],
        ["a host that is a URI alone", { hosts: { kvm1: KVM1 } }, `vfpool.hosts.kvm1 "${KVM1}" argument-shape`],
        ["a host without a URI", { hosts: { kvm1: { pf: "a" } } }, "vfpool.hosts.kvm1.uri missing missing-argument"],
        [
            "a host with a name of its own",
            { hosts: { kvm1: { ...one, name: "a" } } },
            'vfpool.hosts.kvm1.name "a" unknown-argument',
        ],
        ["a URI for all hosts", { uri: KVM1, hosts: { kvm1: one } }, `vfpool.uri "${KVM1}" unknown-argument`],
        [
            "all mistakes at once",
            { vlann: pulumi.secret(1), hosts: { kvm1: { ...one, pff: "a" }, kvm2: { pf: "a" } } },
            'vfpool.vlann "[output]" unknown-argument',
            'vfpool.hosts.kvm1.pff "a" unknown-argument',
            "vfpool.hosts.kvm2.uri missing missing-argument",
        ],
    ];
    for (const [title, args, ...findings] of refused)
        it(`is ${title}`, () => {
            assert.throws(
                () => new VfPool("vfpool", args as VfPoolArgs),
                (error) => {
                    assert.ok(pulumi.RunError.isInstance(error));
                    assert.deepEqual(findingsOn(error.message).map(inShort), findings);
                    return true;
                },
            );
        });
});
