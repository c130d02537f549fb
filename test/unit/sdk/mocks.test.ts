import * as pulumi from "@pulumi/pulumi";
import assert from "node:assert/strict";
import { hostdevNetwork } from "../../../provider/hostdevNetwork";
import { hooksFor } from "../../../provider/lifecycle/hooks";
import type { Kind } from "../../../provider/lifecycle/kind";
import { Operation } from "../../../provider/lifecycle/operation";
import { teamedNic } from "../../../provider/teamedNic";
import {
    getHostdevNetwork,
    getHostdevNetworkOutput,
    getMigrationReadiness,
    getTeams,
    getTeamsOutput,
    HostdevNetwork,
    TeamedNic,
} from "../../../sdk";

type Properties = Readonly<Record<string, unknown>>;

/** A host that answers nobody: a look-up that reached for it would fail. */
const uri = "test:///nobody";
const HALVES = { persistent: { network: "lan", mtu: 9000 }, transient: { network: "vfpool" } };

const valueOf = <T>(output: pulumi.Output<T>): Promise<pulumi.Unwrap<T>> =>
    new Promise((resolve, reject) => {
        const seen = output.apply((value) => {
            resolve(value as pulumi.Unwrap<T>);
        });
        void pulumi.isSecret(seen).catch(reject);
    });

describe("a program under the mocks of a unit test", () => {
    let registered: Properties[];
    let called: unknown[];

    const mock = (isPreview: boolean, state: (inputs: Properties) => Properties = (inputs) => inputs) =>
        pulumi.runtime.setMocks(
            {
                newResource({ name, inputs }) {
                    registered.push(inputs as Properties);
                    return { id: `${name}-id`, state: state(inputs as Properties) as Record<string, unknown> };
                },
                call({ token, inputs }) {
                    called.push([token, inputs]);
                    return { ...(inputs as Properties), free: 7, teams: [{ guest: "web1" }], ready: true };
                },
            },
            "net",
            "prod",
            isPreview,
        );
    beforeEach(async () => {
        registered = [];
        called = [];
        await mock(false);
    });

    /** What the provider's check makes of what is registered, in a real run. */
    async function checked<Args extends object, Outputs extends object>(
        kind: Kind<Args & { uri: string; name: string }, Outputs>,
        program: Properties,
    ): Promise<Properties> {
        const nobody = (): never => {
            throw new Error("nobody is asked");
        };
        const world = { assertInstalled: () => undefined, say: () => undefined, warn: () => undefined };
        const { inputs } = await hooksFor(kind, { ...world, operation: new Operation(nobody) }).check({}, program);
        return inputs;
    }

    for (const isPreview of [false, true])
        it(`has the defaults, aliases and XML of a real run, ${isPreview ? "in a preview" : "in an up"}`, async () => {
            await mock(isPreview);
            const pool = new HostdevNetwork("vfpool", { uri, pf: "enp7s0f0", vlan: pulumi.output(42) });
            const nic = new TeamedNic("net0", {
                uri,
                domain: "web1",
                persistent: HALVES.persistent,
                transient: { network: pool.name },
            });
            assert.deepEqual(await valueOf(nic.aliases), { persistent: "ua-net0", transient: "ua-net0-vf" });
            assert.equal(await valueOf(nic.host), uri);
            assert.equal(await valueOf(nic.detachTimeout), 30);
            assert.match(await valueOf(pool.xml), /<pf dev="enp7s0f0"\/>.*<tag id="42"\/>/s);
            assert.match(await valueOf(nic.xml), /<alias name="ua-net0"\/>.*<alias name="ua-net0-vf"\/>/s);
            const [ofPool = {}, ofNic = {}] = registered;
            const { aliases, host, ...inputs } = ofNic;
            assert.deepEqual({ aliases, host }, { aliases: await valueOf(nic.aliases), host: uri });
            const said = { uri, name: "net0", domain: "web1", mac: "52:54:00:3c:09:fe", ...HALVES };
            assert.deepEqual(plain(inputs), await checked(teamedNic, said));
            assert.deepEqual(
                plain(ofPool),
                await checked(hostdevNetwork, { uri, name: "vfpool", pf: "enp7s0f0", vlan: 42 }),
            );
        });

    it("keeps what is plain beside an output plain, and a secret a secret", async () => {
        const nic = new TeamedNic("net0", { uri, domain: "web1", ...HALVES, mac: pulumi.secret("52:54:00:AA:BB:01") });
        const halves = await valueOf(nic.persistent);
        assert.equal(halves.mac, "52:54:00:aa:bb:01");
        const all = { mac: nic.mac, persistent: nic.persistent, domain: nic.domain, aliases: nic.aliases };
        const isSecret = Object.entries(all).map(async ([key, output]) => [
            key,
            await pulumi.isSecret(output as pulumi.Output<unknown>),
        ]);
        assert.deepEqual(Object.fromEntries((await Promise.all(isSecret)) as [string, boolean][]), {
            mac: true,
            persistent: true,
            domain: false,
            aliases: false,
        });
    });

    it("leaves to the mocks what a host alone knows, and settles all the same", async () => {
        const pool = new HostdevNetwork("vfpool", { uri, pf: "enp7s0f0" });
        assert.equal(await valueOf(pool.uuid), undefined);
        await mock(false, (inputs) => ({ ...inputs, uuid: "u", vf: { address: "0000:07:10.1" } }));
        assert.equal(await valueOf(new HostdevNetwork("vfpool", { uri, pf: "enp7s0f0" }).uuid), "u");
        const nic = new TeamedNic("net0", { uri, domain: "web1", ...HALVES });
        assert.deepEqual(await valueOf(nic.vf), { address: "0000:07:10.1" });
    });

    it("asks the mocks for every look-up, and no host", async () => {
        const pool = new HostdevNetwork("vfpool", { uri, pf: "enp7s0f0" });
        assert.equal(await valueOf(getHostdevNetworkOutput({ uri, name: pool.name }).free), 7);
        assert.equal((await getHostdevNetwork({ uri, name: "b" })).free, 7);
        assert.equal((await getMigrationReadiness({ uri, domain: "web1", to: ["test:///b"] })).ready, true);
        assert.deepEqual(await getTeams({ uri }), [{ guest: "web1" }]);
        assert.deepEqual(await valueOf(getTeamsOutput({ uri }, { dependsOn: pool })), [{ guest: "web1" }]);
        assert.deepEqual(called, [
            ["libvirt:index:getHostdevNetwork", { uri, name: "vfpool" }],
            ["libvirt:index:getHostdevNetwork", { uri, name: "b" }],
            ["libvirt:index:getMigrationReadiness", { uri, domain: "web1", to: ["test:///b"] }],
            ["libvirt:index:getTeams", { uri }],
            ["libvirt:index:getTeams", { uri }],
        ]);
    });
});

/** Without what Pulumi alone reads, and what was left out. */
const plain = (inputs: Properties): Properties =>
    Object.fromEntries(Object.entries(inputs).filter(([key, value]) => !key.startsWith("__") && value != null));
