import { isTransient, type Guest } from "./guest";
import { rulesFor } from "./rule";

/** Rule of a VF half that is a plain `<hostdev>`. */
export const hostdevHalfRules = rulesFor<Guest>()({
    id: "hostdev-half-has-no-mac",
    severity: "warning",
    libvirt: ["accepts", "drops"],
    says: "libvirt sets no MAC on a VF that is a plain <hostdev>. The guest finds the halves of a pair by their common MAC.",
    source: "libvirt.org/formatdomain.html#teaming-a-virtio-hostdev-nic-pair, NB2; libvirt 9.0, observed: a <mac> in <hostdev> is dropped",
    reads: ["devices"],
    check: ({ devices }) =>
        devices
            .filter((device) => device.element === "hostdev" && isTransient(device))
            .map(({ path, mac }) => ({
                property: `${path}/mac/@address`,
                found: mac,
                subject: "the plain <hostdev>",
                problem: "gets no MAC from libvirt",
                allowed: "a VF whose MAC is set on the host before the guest starts",
                fix: "Write <interface type='hostdev'>, or set the MAC on the host: ip link set PF vf N mac ….",
            })),
});
