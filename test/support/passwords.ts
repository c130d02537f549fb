/** URIs with a password, as they are shown, and the password as it may stand in an error. */
export const PASSWORDS: readonly {
    readonly uri: string;
    readonly hidden: string;
    readonly printed: readonly string[];
}[] = [
    {
        uri: "qemu+ssh://root:canary-pw@kvm1/system",
        hidden: "qemu+ssh://root:[secret]@kvm1/system",
        printed: ["canary-pw"],
    },
    {
        uri: "qemu+tcp://root:canary%20p%22w@[::1]:1/system",
        hidden: "qemu+tcp://root:[secret]@[::1]:1/system",
        printed: ["canary%20p%22w", 'canary p"w', 'canary p\\"w'],
    },
    { uri: "qemu+tls://:1234@kvm1:16514", hidden: "qemu+tls://:[secret]@kvm1:16514", printed: ["1234"] },
    // no URIs for libvirt, which quotes them in full
    {
        uri: "qemu+ssh://root:canary/pa?ss@w@kvm 1/system",
        hidden: "qemu+ssh://root:[secret]@kvm 1/system",
        printed: ["canary/pa?ss@w"],
    },
    {
        uri: "qemu+ssh://root:canary pass@kvm1/system",
        hidden: "qemu+ssh://root:[secret]@kvm1/system",
        printed: ["canary pass"],
    },
];
