#!/bin/bash
# The first process of an emulated host, in place of systemd, which would take minutes: what a host's administrator sets
# up (names, the card's VFs, a bridge), then udev, sshd and libvirtd. The kernel's command line has host= and vfs=.
export PATH=/usr/sbin:/usr/bin:/sbin:/bin HOME=/root LC_ALL=C

say() { echo "lab: $*" > /dev/ttyS0; }

for word in $(< /proc/cmdline); do
    case $word in
        host=*) host=${word#host=} ;;
        vfs=*) vfs=${word#vfs=} ;;
    esac
done
number=${host#kvm}

file_systems() {
    mount -t tmpfs -o mode=755 tmpfs /run
    mount -t tmpfs tmpfs /tmp
    mkdir -p /run/lock /run/sshd /run/libvirt /dev/pts /dev/shm
    mount -t devpts devpts /dev/pts
    mount -t tmpfs tmpfs /dev/shm
    mount -t cgroup2 cgroup /sys/fs/cgroup
    mkdir -p /var/lib/libvirt /var/log/libvirt
}

names() {
    hostname "$host"
    printf '%s\n' "127.0.0.1 localhost" "10.8.0.1 kvm1" "10.8.0.2 kvm2" > /etc/hosts
    # libvirt refuses a migration between two hosts of one machine-id
    printf '%032x\n' "$((0x1000 + number))" > /etc/machine-id
}

# netdev NUMBER NAME: gives the network card whose MAC ends in NUMBER its name
netdev() {
    local address=/sys/class/net/*/address file
    for file in $address; do
        if [[ $(< "$file") == "52:54:00:aa:0$number:0$1" ]]; then ip link set "$(basename "$(dirname "$file")")" name "$2"; fi
    done
}

network() {
    ip link set lo up
    netdev 1 pf0
    netdev 2 up0
    netdev 3 migration
    netdev 4 admin
    ip address add "10.8.0.$number/24" dev migration
    ip address add 10.0.2.15/24 dev admin
    ip link add br0 type bridge stp_state 0 forward_delay 0
    ip link set up0 master br0
    local name
    for name in pf0 up0 migration admin br0; do ip link set "$name" up; done
    echo "$vfs" > /sys/class/net/pf0/device/sriov_numvfs
}

file_systems
names
# the network that Debian's libvirt comes with
rm -f /etc/libvirt/qemu/networks/*.xml
/usr/lib/systemd/systemd-udevd --daemon
udevadm trigger --action=add --subsystem-match=net --subsystem-match=misc --subsystem-match=vfio
udevadm settle
network
udevadm settle
say "network is up"
/usr/sbin/sshd
virtlogd --daemon
libvirtd --daemon
until virsh -q list > /dev/null 2>&1; do sleep 0.5; done
say "libvirt answers"
# the children of whatever ends here are ours to wait for
while :; do wait -n; sleep 0.2; done
