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
        says: "migratesTo lists each other host once.",
        source: "docs/migration.md",
        reads: ["uri", "migratesTo"],
        check: ({ uri, migratesTo = [] }) =>
            migratesTo.flatMap((target, i) =>
                findingIf([uri, ...migratesTo].indexOf(target) <= i, {
                    property: `migratesTo[${i}]`,
                    found: target,
                    problem: "is already in uri or migratesTo",
                    allowed: "a host that neither uri nor migratesTo names already",
                    fix: "Remove it.",
                }),
            ),
    },
    {
        id: "migrating-pair-uses-a-pool",
        severity: "warning",
        libvirt: ["accepts"],
        says: "A PCI address is valid on one host. On another host, libvirt takes whatever device has that address.",
        source: "libvirt.org/formatdomain.html#teaming-a-virtio-hostdev-nic-pair, NB3",
        reads: ["migratesTo", "transient.address"],
        check: ({ migratesTo = [], transient: { address } }) =>
            findingIf(migratesTo.length > 0 && address !== undefined, {
                property: "transient.address",
                found: address,
                problem: "is an address on one host, and the guest migrates",
                allowed: "a VF of a pool beside migratesTo",
                fix: "Create a HostdevNetwork of the same name on each host, and set transient.network to it.",
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
        says: "A guest without a definition is missing once it shuts off, and its pair with it.",
        source: "libvirt.org/formatdomain.html; libvirt 9.0, observed after a migration without --persistent",
        reads: ["isDefined"],
        check: ({ isDefined }) =>
            findingIf(!isDefined, {
                property: "domain",
                found: undefined,
                subject: "the guest",
                problem: "has no definition on the host where it runs",
                allowed: "a guest that is defined on the host where it runs",
                fix: "Define it on that host (virsh dumpxml, virsh define), or migrate it with --persistent.",
            }),
    },
    {
        id: "guest-migrates-already",
        severity: "error",
        libvirt: ["refuses"],
        says: "A guest cannot start a second migration before the first one ends.",
        source: "libvirt 9.0, observed: [55/10] another migration job is already running for domain 'web1'",
        reads: ["isMigrating"],
        check: ({ isMigrating }) =>
            findingIf(isMigrating, {
                property: "domain",
                found: undefined,
                subject: "the guest",
                problem: "is migrating now",
                allowed: "a guest that does not migrate now",
                fix: "Wait for the end of the migration, or abort it (virsh domjobabort). Then run again.",
            }),
    },
);

/** Rules of other devices, which keep a guest with a team from migrating. */
export const migrationRules = rulesFor<Guest>()(
    {
        id: "hostdev-blocks-migration",
        severity: "warning",
        libvirt: ["accepts"],
        says: "A host device outside a pair blocks the migration of its guest, unless its driver can migrate (mlx5_vfio_pci).",
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
                          subject: hostAddress === undefined ? "this host device" : `host device ${hostAddress}`,
                          problem: "is not part of a pair",
                          allowed: "no device of the host without <teaming type='transient'>",
                          fix: "Detach it before the migration, make it part of a pair, or name a driver that can migrate (<driver name='vfio' model='…'/>).",
                      }))
                : [],
    },
    {
        id: "teamed-hostdev-needs-newer-libvirt",
        severity: "warning",
        libvirt: ["drops"],
        says: "libvirt before 7.1 drops <teaming> from a <hostdev> without an error.",
        source: "libvirt.org/formatdomain.html#teaming-a-virtio-hostdev-nic-pair, since 7.1.0",
        reads: ["devices"],
        check: ({ devices }) =>
            devices
                .filter(({ element, teaming }) => element === "hostdev" && teaming !== undefined)
                .map(({ path, teaming }) => ({
                    property: `${path}/teaming`,
                    found: teaming,
                    problem: "needs libvirt 7.1 on a <hostdev>",
                    allowed: "a <hostdev> of a pair, on a host with libvirt 7.1",
                    fix: "On an older host, write <interface type='hostdev'>, which also sets the MAC of the VF.",
                })),
    },
);
