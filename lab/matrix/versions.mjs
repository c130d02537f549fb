/** Tests that need no running guest: what rules and libvirt say at define, pools, and pairs of a guest that is shut off. */
export const atDefine = [
    "daemon/rules/{agreement,silentDrops,refusedValues,oneLine,unescaped}.test.js",
    "daemon/hostdevNetwork/{adopt,create,delete,drift,fields,hostCheck,maker,update}.test.js",
    "daemon/teamedNic/*.test.js",
];
const everything = ["daemon/**/*.test.js"];

/**
 * The versions of libvirt that the tests are run against, and the Debian that each comes from. forky moves on: once it has
 * a newer one, this table has to name that one.
 */
export const versions = [
    {
        version: "7.0",
        release: "bullseye",
        // nor the agreement test: 7.0 has other codes for much of what it refuses
        files: atDefine.map((glob) => glob.replace("{agreement,", "{")),
        reason: "only what is defined: its QEMU 5.2 gives no device back without an operating system in the guest",
    },
    { version: "9.0", release: "bookworm", files: everything },
    { version: "11.3", release: "trixie", files: everything },
    { version: "12.8", release: "forky", files: everything },
];

/** The daemon's side of a host. Up to bookworm the daemon's package has all of its drivers. */
const common = ["libvirt-daemon-system", "libvirt-daemon-driver-qemu", "qemu-system-x86"];
const drivers = ["network", "nodedev", "interface", "nwfilter", "storage", "secret"];
const whole = ["bullseye", "bookworm"];

export const packagesOf = (release) =>
    whole.includes(release) ? common : [...common, ...drivers.map((name) => `libvirt-daemon-driver-${name}`)];
