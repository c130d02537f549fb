import assert from "node:assert/strict";
import type * as pulumi from "@pulumi/pulumi";
import type { Vlan } from "../../../provider/model/vlan";
import {
    VfPool,
    type getHostdevNetwork,
    type getHostdevNetworkOutput,
    type GetHostdevNetworkOutputArgs,
    type GetHostdevNetworkResult,
    type getTeams,
    type getTeamsOutput,
    type GetTeamsOutputArgs,
    type HostdevNetwork,
    type HostdevNetworkArgs,
    type PersistentHalf,
    type PoolVf,
    type TeamOnHost,
    type TeamedNic,
    type TeamedNicArgs,
    type TransientHalf,
    type VfPoolArgs,
    type VfPoolHost,
} from "../../../sdk";
import type { Facts, Same } from "../../support/types";

describe("the types of arguments", () => {
    it("are values, or outputs of other resources", () => {
        const name = {} as pulumi.Output<string>;
        const taken: readonly (HostdevNetworkArgs | TeamedNicArgs)[] = [
            { pf: "enp7s0f0" },
            { addresses: [name, "0000:07:10.1"] },
            { addresses: {} as pulumi.Output<string[]> },
            { pf: name, vlan: 42, driver: "vfio", portgroups: [{ name, vlan: { tags: [1] } }] },
            { domain: name, persistent: { network: "lan" }, transient: { network: name } },
            {
                domain: "web1",
                mac: name,
                persistent: { bridge: "br0", mtu: 9000 },
                transient: { address: "0000:07:10.1" },
            },
            {
                domain: "web1",
                persistent: { network: "lan" },
                transient: { network: "p" },
                migratesTo: ["qemu+ssh://root@kvm2/system", name],
                rules: { "mac-is-free": "warning", "pool-has-a-free-vf": {} as pulumi.Output<"off"> },
            },
            { domain: "web1", persistent: {}, transient: {}, migratesTo: {} as pulumi.Output<string[]> },
            { pf: "enp7s0f0", rules: { "pf-is-up": "off" } },
        ];
        assert.equal(taken.length, 9);
        const lookedUp: readonly (GetHostdevNetworkOutputArgs | GetTeamsOutputArgs)[] = [
            { name },
            { name: Promise.resolve("vfpool"), uri: name },
            { uri: name },
        ];
        assert.equal(lookedUp.length, 3);
    });

    it("refuse what a resource does not have", () => {
        const refused = [
            // @ts-expect-error no such argument
            { pfs: "enp7s0f0" } satisfies HostdevNetworkArgs,
            // @ts-expect-error libvirt makes it
            { pf: "enp7s0f0", uuid: "u" } satisfies HostdevNetworkArgs,
            // @ts-expect-error it is the user's own on the host
            { pf: "enp7s0f0", metadata: { name: "metadata", attrs: {}, children: [] } } satisfies HostdevNetworkArgs,
            // @ts-expect-error a guest is needed
            { persistent: { network: "lan" }, transient: { network: "p" } } satisfies TeamedNicArgs,
            // @ts-expect-error both halves are needed
            { domain: "web1", persistent: { network: "lan" } } satisfies TeamedNicArgs,
            // @ts-expect-error a persistent half is no VF
            { address: "0000:07:10.1" } satisfies PersistentHalf,
            // @ts-expect-error a transient half is on no bridge
            { bridge: "br0" } satisfies TransientHalf,
            // @ts-expect-error the guest gives the team the MTU of the other half
            { network: "p", mtu: 9000 } satisfies TransientHalf,
            // @ts-expect-error the MAC is said once, for both
            { network: "p", mac: "52:54:00:00:00:01" } satisfies TransientHalf,
            // @ts-expect-error a rule's severity is lowered only
            { pf: "enp7s0f0", rules: { "pf-is-up": "error" } } satisfies HostdevNetworkArgs,
            // @ts-expect-error which half it is follows from where it stands
            { network: "p", teaming: "transient" } satisfies PersistentHalf,
        ];
        assert.equal(refused.length, 11);
    });
});

describe("the types of a pool on several hosts", () => {
    const kvm1 = { uri: "qemu+ssh://kvm1/system", pf: "enp7s0f0" };
    const plain = (uri: pulumi.Output<string>) =>
        new VfPool("vfpool", { vlan: 42, hosts: { kvm1, kvm2: { uri, addresses: ["0000:07:10.1"], vlan: 43 } } });
    const record = (hosts: pulumi.Output<Record<string, VfPoolHost>>) => new VfPool("vfpool", { hosts });
    const output = (hosts: pulumi.Output<{ kvm1: typeof kvm1 }>) => new VfPool("vfpool", { hosts });

    it("have the keys of the hosts, where the program writes them", () => {
        const facts: Facts<
            [
                Same<ReturnType<typeof plain>, VfPool<"kvm1" | "kvm2">>,
                Same<VfPool<"kvm1">["network"], pulumi.Output<string>>,
                Same<VfPool<"kvm1">["uris"], pulumi.Output<Readonly<Record<"kvm1", string>>>>,
                Same<VfPool<"kvm1">["uris"]["kvm1"], pulumi.Output<string>>,
                Same<"kvm2" extends keyof VfPool<"kvm1">["uris"] ? true : false, false>,
                Same<VfPool<"kvm1">["pools"]["kvm1"]["uuid"], pulumi.Output<string>>,
                Same<ReturnType<typeof record>["uris"][string], pulumi.Output<string>>,
                Same<ReturnType<typeof output>["uris"], pulumi.Output<Readonly<Record<"kvm1", string>>>>,
            ]
        > = 8;
        assert.deepEqual([facts, plain.length, record.length, output.length], [8, 1, 1, 1]);
    });

    it("refuse what a host does not have", () => {
        const refused = [
            // @ts-expect-error hosts are needed
            { pf: "enp7s0f0" } satisfies VfPoolArgs,
            // @ts-expect-error each host has its own
            { uri: kvm1.uri, hosts: { kvm1 } } satisfies VfPoolArgs,
            // @ts-expect-error a host needs a URI
            { hosts: { kvm1: { pf: "enp7s0f0" } } } satisfies VfPoolArgs,
            // @ts-expect-error the pool has one name on all hosts
            { hosts: { kvm1: { uri: "test:///1", name: "vfpool" } } } satisfies VfPoolArgs,
            // @ts-expect-error no such argument
            { hosts: { kvm1: { uri: "test:///1", pfs: "enp7s0f0" } } } satisfies VfPoolArgs,
        ];
        assert.equal(refused.length, 5);
    });
});

describe("the types of outputs", () => {
    it("are the arguments', and each resource's own", () => {
        const facts: Facts<
            [
                Same<HostdevNetwork["uuid"], pulumi.Output<string>>,
                Same<HostdevNetwork["vfs"], pulumi.Output<readonly string[] | undefined>>,
                Same<HostdevNetwork["xml"], pulumi.Output<string>>,
                Same<HostdevNetwork["name"], pulumi.Output<string>>,
                Same<HostdevNetwork["pf"], pulumi.Output<string | undefined>>,
                Same<HostdevNetwork["vlan"], pulumi.Output<Vlan | undefined>>,
                Same<TeamedNic["mac"], pulumi.Output<string>>,
                Same<TeamedNic["xml"], pulumi.Output<string>>,
                Same<TeamedNic["domainUuid"], pulumi.Output<string>>,
                Same<TeamedNic["aliases"], pulumi.Output<{ readonly persistent: string; readonly transient: string }>>,
            ]
        > = 10;
        assert.equal(facts, 10);
    });

    it("are, of look-ups, a promise or an output of one result", () => {
        const facts: Facts<
            [
                Same<ReturnType<typeof getHostdevNetwork>, Promise<GetHostdevNetworkResult>>,
                Same<ReturnType<typeof getHostdevNetworkOutput>, pulumi.Output<GetHostdevNetworkResult>>,
                Same<GetHostdevNetworkResult["vfs"], readonly PoolVf[]>,
                Same<Pick<GetHostdevNetworkResult, "mtu" | "free">, { readonly mtu?: number; readonly free: number }>,
                Same<pulumi.Unwrap<GetHostdevNetworkOutputArgs>["name"], string>,
                Same<Parameters<typeof getHostdevNetwork>[0]["name"], string>,
                Same<ReturnType<typeof getTeams>, Promise<readonly TeamOnHost[]>>,
                Same<ReturnType<typeof getTeamsOutput>, pulumi.Output<readonly TeamOnHost[]>>,
            ]
        > = 8;
        assert.equal(facts, 8);
    });
});
