const AGREEMENT = "daemon/rules/agreement.test.js";
const inFolder = (folder, ...names) => names.map((name) => `daemon/${folder}/${name}.test.js`);

/** Tests that need no running guest: what rules and libvirt say at define, pools, and pairs of a guest that is shut off. */
const atDefine = [
    AGREEMENT,
    ...inFolder("rules", "silentDrops", "refusedValues", "oneLine", "unescaped"),
    ...inFolder("hostdevNetwork", "adopt", "create", "delete", "drift", "fields", "hostCheck", "maker", "update"),
    "daemon/teamedNic/*.test.js",
];
const everything = ["daemon/**/*.test.js"];
// 7.0 has other codes for much of what it refuses
const of70 = atDefine.filter((file) => file !== AGREEMENT);

/**
 * The versions of libvirt that the tests are run against, and the Debian that each comes from. forky moves on: once it has
 * a newer one, this table has to name that one. `quick` is what --quick runs, and `reason` why a version has no more.
 */
export const versions = [
    {
        version: "7.0",
        release: "bullseye",
        quick: of70,
        files: of70,
        reason: "only what is defined: its QEMU 5.2 gives no device back without an operating system in the guest",
    },
    { version: "9.0", release: "bookworm", quick: atDefine, files: everything },
    { version: "11.3", release: "trixie", quick: atDefine, files: everything },
    { version: "12.8", release: "forky", quick: atDefine, files: everything },
];

/** The daemon's side of a host. Up to bookworm the daemon's package has all of its drivers. */
const common = ["libvirt-daemon-system", "libvirt-daemon-driver-qemu", "qemu-system-x86"];
const drivers = ["network", "nodedev", "interface", "nwfilter", "storage", "secret"];
const whole = ["bullseye", "bookworm"];

export const packagesOf = (release) =>
    whole.includes(release) ? common : [...common, ...drivers.map((name) => `libvirt-daemon-driver-${name}`)];
