import { Config } from "@pulumi/pulumi";
import { TeamedNic, VfPool } from "pulumi-libvirt-teaming";

const config = new Config();

/** All VFs of each host's card, under one name. */
const pool = new VfPool("vfpool", {
    hosts: {
        kvm1: { uri: "qemu+ssh://root@kvm1/system", pf: "pf0" },
        kvm2: { uri: "qemu+ssh://root@kvm2/system", pf: "pf0" },
    },
});

/** A VF of the host where the guest is, and a virtio interface on the host's bridge that carries it through a migration. */
const nic = new TeamedNic("net0", {
    uri: pool.uris.kvm1,
    domain: "web1",
    persistent: { bridge: "br0", rom: { enabled: config.getBoolean("bootRom") ?? true } },
    transient: {
        network: pool.network,
        trustGuestRxFilters: config.getBoolean("trustGuestRxFilters") ?? false,
    },
    migratesTo: [pool.uris.kvm2],
});

/** Host of the guest. */
export const host = nic.host;
/** Which VF it has there. */
export const vf = nic.vf;
