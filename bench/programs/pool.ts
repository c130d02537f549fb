/** Arguments of the pools of all programs, so that the programs differ in nothing but their hooks. */
export const poolArgs = (number: number) => ({
    uri: process.env["LIBVIRT_DEFAULT_URI"] ?? "qemu:///system",
    pf: "enp7s0f0",
    vlan: number,
    portgroups: [{ name: "storage", vlan: 43 }],
    // no lab has a card for each
    rules: { "vfs-of-program-differ": "off", "vf-in-one-pool": "off" } as const,
});

/** The same with all that the class for pools adds: the defaults, and every other property as an output. */
export const allOfPool = (name: string, number: number): Record<string, unknown> => ({
    uuid: undefined,
    ipv6: undefined,
    trustGuestRxFilters: undefined,
    title: undefined,
    description: undefined,
    driver: undefined,
    addresses: undefined,
    isolated: undefined,
    virtualport: undefined,
    name,
    mode: "hostdev",
    managed: true,
    autostart: true,
    active: true,
    adopt: false,
    ...poolArgs(number),
});

/** How many pools a program is to have. */
export const poolCount = Number(process.env["BENCH_POOLS"]);
