#!/bin/busybox sh
# All that the guest is: a Linux that gives its teamed NIC an address whenever it has one, and talks to the outside.
/bin/busybox mkdir -p /proc /sys
/bin/busybox mount -t proc proc /proc
/bin/busybox mount -t sysfs sysfs /sys
/bin/busybox mount -t devtmpfs dev /dev
/bin/busybox --install -s /bin
say() { echo "guest: $*"; }

for module in $(cat /modules/order); do insmod "/modules/$module"; done
ip link set lo up

driver_of() { basename "$(readlink "/sys/class/net/$1/device/driver")"; }

# The team is the netdev that has others below it: net_failover makes it of the virtio half, and puts the VF below too.
team() {
    for lower in /sys/class/net/*/lower_*; do
        [ -e "$lower" ] || return
        basename "$(dirname "$lower")"
        return
    done
}

# members NAME: e.g. "eth1 (virtio_net), eth2 (igbvf)"
members() {
    all=
    for lower in "/sys/class/net/$1"/lower_*; do
        name=${lower##*/lower_}
        all="${all:+$all, }$name ($(driver_of "$name"))"
    done
    echo "$all"
}

# Who is outside learns from a packet of the guest's by which way it is reached now, as a guest with any traffic sends it.
( while :; do ping -i 0.2 10.9.0.254 > /dev/null 2>&1; sleep 0.2; done ) &

say "has booted"
before=
while sleep 0.5; do
    name=$(team)
    if [ -n "$name" ] && ! ip -4 address show dev "$name" | grep -q 10.9.0.77; then
        ip link set "$name" up
        ip address add 10.9.0.77/24 dev "$name"
    fi
    now=${name:+$name joins $(members "$name")}
    [ "$now" = "$before" ] || say "${now:-has no team}"
    before=$now
done
