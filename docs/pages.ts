/** Pages of the reference: which types they document, and what stands before them. */

/** A type to document, by the file below dist/ that exports it. */
export interface Exported {
    readonly file: string;
    readonly type: string;
}

export interface Table extends Exported {
    readonly heading: string;
    /** Sentences before the table. */
    readonly says?: string;
    /** Another type, whose properties alone are shown. */
    readonly only?: Exported;
    /** Properties that are left out, and a type whose properties are left out. */
    readonly without?: readonly string[];
    readonly except?: Exported;
    /** Defaults that the type does not tell, as they follow from the resource. */
    readonly defaults?: Readonly<Record<string, string>>;
    /** Types that the compiler does not tell without Pulumi's own declarations. */
    readonly types?: Readonly<Record<string, string>>;
    /** Objects that have no table of their own here. */
    readonly apart?: readonly string[];
    /** Whether these are outputs. @default false */
    readonly isOutput?: boolean;
}

export interface Page {
    /** Name in docs/. */
    readonly file: string;
    readonly title: string;
    readonly introduction: string;
    readonly example?: string;
    readonly tables: readonly Table[];
}

const SDK = "sdk/index.d.ts";
const NIC = { file: "provider/model/interface.d.ts", type: "Nic" } as const;

/** Elements that a file of their own declares: a declaration that repeats them leaves out their docstrings. */
export const MODELS: Readonly<Record<string, Exported>> = {
    virtualport: { file: "provider/model/virtualport.d.ts", type: "Virtualport" },
    bandwidth: { file: "provider/model/bandwidth.d.ts", type: "Bandwidth" },
};

/** Objects that have one table on a page, wherever else they stand. */
export const APART: ReadonlySet<string> = new Set(["vlan", "virtualport", "bandwidth"]);

/** Arguments that follow from resource options: no program sets them. */
const FROM_OPTIONS = ["ignoreChanges", "secrets"] as const;
const METHODS = ["derive"] as const;

export const PAGES: readonly Page[] = [
    {
        file: "TeamedNic.md",
        title: "TeamedNic",
        introduction:
            "A NIC of an existing guest, made of two interfaces. The virtio half is always present. The VF half is fast, and leaves the guest while it migrates. The provider attaches both halves or neither.",
        example: `const nic = new TeamedNic("net0", {
  domain: "web1",
  persistent: { network: "lan", mtu: 9000 },
  transient: { network: pool.name },
  migratesTo: ["qemu+ssh://root@kvm2/system"],
});`,
        tables: [
            {
                heading: "Arguments",
                says: "Every argument may be an output of another resource. Without a default, libvirt decides, or the property is absent.",
                file: "provider/teamedNic/args.d.ts",
                type: "TeamedNicArgs",
                without: FROM_OPTIONS,
                apart: ["persistent", "transient"],
            },
            {
                heading: "persistent: the virtio half",
                says: "Give one of `network`, `bridge` and `direct`. [README](../README.md#running-guests) says what a change does to a running guest.",
                only: { file: SDK, type: "PersistentHalf" },
                defaults: { alias: "`ua-NAME`" },
                ...NIC,
            },
            {
                heading: "transient: the VF half",
                says: "Give `network` (a pool) or `address` (one VF). Any change of this half reattaches the VF. Its objects have the arguments above.",
                only: { file: SDK, type: "TransientHalf" },
                defaults: { alias: "`ua-NAME-vf`" },
                apart: ["driver", "vlan", "virtualport", "rom", "guestAddress"],
                ...NIC,
            },
            {
                heading: "Outputs",
                says: "Every argument is an output, too. `type`, `mac`, `teaming` and `persistent` of each half are filled in.",
                file: SDK,
                type: "TeamedNic",
                without: METHODS,
                except: { file: "provider/teamedNic/args.d.ts", type: "TeamedNicArgs" },
                isOutput: true,
            },
        ],
    },
    {
        file: "HostdevNetwork.md",
        title: "HostdevNetwork",
        introduction:
            "A pool of VFs: a libvirt network with forward mode hostdev. The provider defines and starts it, or leaves nothing behind.",
        example: `const pool = new HostdevNetwork("vfpool", {
  pf: "enp7s0f0",
  vlan: 42,
  portgroups: [{ name: "storage", vlan: 43 }],
});`,
        tables: [
            {
                heading: "Arguments",
                says: "Every argument may be an output of another resource. Without a default, libvirt decides, or the property is absent.",
                file: "provider/hostdevNetwork/args.d.ts",
                type: "HostdevNetworkArgs",
                without: [...FROM_OPTIONS, "mode"],
                defaults: { name: "the resource's name" },
            },
            {
                heading: "Outputs",
                says: "Every argument is an output, too.",
                file: SDK,
                type: "HostdevNetwork",
                without: METHODS,
                except: { file: "provider/hostdevNetwork/args.d.ts", type: "HostdevNetworkArgs" },
                isOutput: true,
            },
        ],
    },
    {
        file: "VfPool.md",
        title: "VfPool",
        introduction:
            "The same pool on several hosts, for guests that migrate between them. It is a component: the network of the host `kvm1` is the resource `vfpool-kvm1`, a [HostdevNetwork](HostdevNetwork.md).",
        example: `const pool = new VfPool("vfpool", {
  vlan: 42,
  hosts: {
    kvm1: { uri: "qemu+ssh://root@kvm1/system", pf: "enp7s0f0" },
    kvm2: { uri: "qemu+ssh://root@kvm2/system", pf: "enp8s0f0" },
  },
});
const nic = new TeamedNic("net0", {
  uri: pool.uris.kvm1,
  domain: "web1",
  persistent: { network: "lan" },
  transient: { network: pool.network },
  migratesTo: [pool.uris.kvm2],
});`,
        tables: [
            {
                heading: "Arguments",
                says: "`hosts` has an entry for each host. An entry has a `uri`, and any argument of a [HostdevNetwork](HostdevNetwork.md) but `name`. `VfPool` itself takes any argument of a HostdevNetwork but `uri`: it holds for all hosts, and a host's own value wins.",
                file: SDK,
                type: "VfPoolArgs",
                except: { file: "provider/hostdevNetwork/args.d.ts", type: "HostdevNetworkArgs" },
                types: { hosts: "object" },
            },
            { heading: "Outputs", file: SDK, type: "VfPool", isOutput: true },
        ],
    },
    {
        file: "look-ups.md",
        title: "Look-ups",
        introduction:
            "They only read a host. Each has two forms. The first returns a promise and asks at once. The second takes and returns outputs, and waits for what the program makes.",
        example: `// a pool that exists
export const storage = getHostdevNetwork({ name: "storage" }).then(({ free, total }) => \`\${free} of \${total} free\`);

// a pool of this program, asked once it is made
export const freeVfs = getHostdevNetworkOutput({ name: pool.name }).free;

// every teamed NIC of the host; getTeamsOutput({}, { dependsOn: nic }) waits for one
export const torn = getTeams().then((teams) => teams.filter(({ complete }) => !complete));

// whether a guest could migrate now, and what prevents it
export const canMove = getMigrationReadiness({ domain: "web1", to: ["qemu+ssh://root@kvm2/system"] }).then(({ ready }) => ready);`,
        tables: [
            { heading: "getHostdevNetwork: arguments", file: SDK, type: "GetHostdevNetworkArgs" },
            { heading: "getHostdevNetwork: result", file: SDK, type: "GetHostdevNetworkResult", isOutput: true },
            { heading: "A VF of a pool", file: SDK, type: "PoolVf", isOutput: true },
            { heading: "getTeams: arguments", file: SDK, type: "GetTeamsArgs" },
            {
                heading: "getTeams: result",
                says: "A list with an entry for each teamed NIC:",
                file: SDK,
                type: "TeamOnHost",
                isOutput: true,
            },
            { heading: "getMigrationReadiness: arguments", file: SDK, type: "GetMigrationReadinessArgs" },
            { heading: "getMigrationReadiness: result", file: SDK, type: "MigrationReadiness", isOutput: true },
            { heading: "A target host", file: SDK, type: "TargetReadiness", isOutput: true },
            { heading: "A reason", file: SDK, type: "MigrationProblem", isOutput: true },
        ],
    },
];
