import { isTransient, type Guest } from "./guest";
import { findingIf, rulesFor } from "./rule";

/** Pair, and the hosts that its guest migrates to. */
export interface Migrating {
    readonly uri?: string | undefined;
    readonly migratesTo?: readonly string[] | undefined;
    /** VF half, with an address where it is no VF of a pool. */
    readonly transient: { readonly address?: string | undefined };
}

/** Rules of a pair whose guest migrates. */
export const migratingRules = rulesFor<Migrating>()(
    {
        id: "targets-differ",
        severity: "warning",
        libvirt: [],
        says: "migratesTo names the other hosts, each once.",
        source: "docs/migration.md",
        reads: ["uri", "migratesTo"],
        check: ({ uri, migratesTo = [] }) =>
            migratesTo.flatMap((target, i) =>
                findingIf([uri, ...migratesTo].indexOf(target) <= i, {
                    property: `migratesTo[${i}]`,
                    found: target,
                    allowed: "a host that neither uri nor migratesTo names already",
                    fix: "Remove it.",
                }),
            ),
    },
    {
        id: "migrating-pair-uses-a-pool",
        severity: "warning",
        libvirt: ["accepts"],
        says: "a VF by its address is one of one host: where a guest migrates to, libvirt takes what has that address there.",
        source: "libvirt.org/formatdomain.html#teaming-a-virtio-hostdev-nic-pair, NB3",
        reads: ["migratesTo", "transient.address"],
        check: ({ migratesTo = [], transient: { address } }) =>
            findingIf(migratesTo.length > 0 && address !== undefined, {
                property: "transient.address",
                found: address,
                allowed: "a VF of a pool beside migratesTo",
                fix: "Make a HostdevNetwork of the same name on each host, and name it as the transient half's network.",
            }),
    },
);

/** Guest that is to migrate. */
export interface MigratingGuest {
    /** Whether the host where it runs has its definition. */
    readonly isDefined: boolean;
    /** Whether a migration of it is under way. */
    readonly isMigrating: boolean;
}

/** Rules of a guest that is to migrate, beside those of its devices. */
export const definitionRules = rulesFor<MigratingGuest>()(
    {
        id: "migrating-guest-is-defined",
        severity: "warning",
        libvirt: ["accepts"],
        says: "a guest without a definition on its host is gone when it shuts off, and its team with it.",
        source: "libvirt.org/formatdomain.html; libvirt 9.0, observed after a migration without --persistent",
        reads: ["isDefined"],
        check: ({ isDefined }) =>
            findingIf(!isDefined, {
                property: "domain",
                found: undefined,
                allowed: "a guest that is defined on the host where it runs",
                fix: "Define it there (virsh dumpxml, virsh define), or migrate it with --persistent.",
            }),
    },
    {
        id: "guest-migrates-already",
        severity: "error",
        libvirt: ["refuses"],
        says: "a guest that is being migrated cannot be migrated again until that has ended.",
        source: "libvirt 9.0, observed: [55/10] another migration job is already running for domain 'web1'",
        reads: ["isMigrating"],
        check: ({ isMigrating }) =>
            findingIf(isMigrating, {
                property: "domain",
                found: undefined,
                allowed: "a guest of which no migration is under way",
                fix: "Wait until the migration has ended, or abort it (virsh domjobabort); then ask again.",
            }),
    },
);

/** Rules of other devices, which keep a guest with a team from migrating. */
export const migrationRules = rulesFor<Guest>()(
    {
        id: "hostdev-blocks-migration",
        severity: "warning",
        libvirt: ["accepts"],
        says: "a device of the host that is no transient half keeps its guest from migrating, unless a driver such as mlx5_vfio_pci carries its state over.",
        source: "libvirt, qemuMigrationSrcIsAllowedHostdev, where USB devices may migrate; since QEMU 6.0 QEMU names what blocks (qemuDomainGetMigrationBlockers, src/qemu/qemu_migration.c)",
        reads: ["devices"],
        check: ({ devices }) =>
            devices.some(isTransient)
                ? devices
                      .filter(
                          (device) => device.assigned === true && device.migratable !== true && !isTransient(device),
                      )
                      .map(({ path, hostAddress }) => ({
                          property: path,
                          found: hostAddress,
                          allowed: "no device of the host without <teaming type='transient'>",
                          fix: "Detach it before the guest migrates, team it as well, or name a driver that can migrate (<driver name='vfio' model='…'/>).",
                      }))
                : [],
    },
    {
        id: "teamed-hostdev-needs-newer-libvirt",
        severity: "warning",
        libvirt: ["drops"],
        says: "libvirt before 7.1 drops <teaming> from a <hostdev> in silence.",
        source: "libvirt.org/formatdomain.html#teaming-a-virtio-hostdev-nic-pair, since 7.1.0",
        reads: ["devices"],
        check: ({ devices }) =>
            devices
                .filter(({ element, teaming }) => element === "hostdev" && teaming !== undefined)
                .map(({ path, teaming }) => ({
                    property: `${path}/teaming`,
                    found: teaming,
                    allowed: "a <hostdev> of a team, where the host has libvirt 7.1",
                    fix: "Write <interface type='hostdev'> on an older host, which also sets the MAC of the VF.",
                })),
    },
);
