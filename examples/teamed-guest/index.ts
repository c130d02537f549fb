import { HostdevNetwork, TeamedNic } from "pulumi-libvirt-teaming";

/** All VFs of one card. The same name on every host that the guest may migrate to. */
const pool = new HostdevNetwork("vfpool", {
    pf: "enp7s0f0",
    vlan: 42,
    portgroups: [{ name: "storage", vlan: 43 }],
});

/** The guest's NIC: a VF of the pool, and a virtio interface on the network "lan" that carries it through a migration. */
const nic = new TeamedNic("net0", {
    domain: "demo",
    persistent: { network: "lan", mtu: 9000 },
    transient: { network: pool.name },
});

export const poolUuid = pool.uuid;
export const mac = nic.mac;
/** Which VF the guest has, while it runs. */
export const vf = nic.vf.apply((used) => used?.address ?? "none while the guest is shut off");
export const xml = nic.xml;
