import { Config } from "@pulumi/pulumi";
import { HostdevNetwork, TeamedNic } from "pulumi-libvirt-teaming";

const config = new Config();
const kvm1 = "qemu+ssh://root@kvm1/system";
const kvm2 = "qemu+ssh://root@kvm2/system";

/** All VFs of each host's card, under one name. */
const pool1 = new HostdevNetwork("vfpool-kvm1", { uri: kvm1, name: "vfpool", pf: "pf0" });
const pool2 = new HostdevNetwork("vfpool-kvm2", { uri: kvm2, name: "vfpool", pf: "pf0" });

const nic = new TeamedNic(
    "net0",
    {
        uri: kvm1,
        domain: "web1",
        persistent: { bridge: "br0" },
        transient: {
            network: pool1.name,
            trustGuestRxFilters: config.getBoolean("trustGuestRxFilters") ?? false,
        },
        migratesTo: [kvm2],
    },
    { dependsOn: pool2 },
);

export const vf = nic.vf;
