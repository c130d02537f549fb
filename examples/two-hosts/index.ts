import * as pulumi from "@pulumi/pulumi";
import { TeamedNic, VfPool } from "pulumi-libvirt-teaming";

// pulumi config set kvm1 qemu+ssh://root@kvm1/system
const config = new pulumi.Config();

/** The VFs of a card on each host, under one name. */
const pool = new VfPool("vfpool", {
    vlan: 42,
    hosts: {
        kvm1: { uri: config.require("kvm1"), pf: "enp7s0f0" },
        kvm2: { uri: config.require("kvm2"), pf: "enp8s0f0" },
    },
});

/** The guest's NIC: a VF of the pool of the host that it is on, and a virtio interface on the network "lan" of that host. */
const nic = new TeamedNic("net0", {
    uri: pool.uris.kvm1,
    domain: "web1",
    persistent: { network: "lan" },
    transient: { network: pool.network },
    migratesTo: [pool.uris.kvm2],
});

export const mac = nic.mac;
/** The VFs that the pool has on kvm2. */
export const vfs = pool.pools.kvm2.vfs;
