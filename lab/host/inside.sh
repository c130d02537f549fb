#!/bin/bash
# Runs inside the namespaces that up.sh makes: hides the machine's own hardware and libvirt, starts libvirtd, then obeys
# standard input, a word a line:
#
#   kill        ends the daemon at once, as a crash would; prints "killed"
#   restart     ends the daemon in order if it runs, starts it on the same state; prints "ready PID URI"
#
# When standard input ends so does this shell, and with it, as the first process of its PID namespace, everything here.
set -euo pipefail

folder=$1
tree=${HOST_TREE:-}
uri="qemu+unix:///system?socket=$folder/run/libvirt-sock"
daemon=

# over PLACE SOURCE: what is read and written at PLACE is really SOURCE
over() { mount --bind "$2" "$1"; }

hide_the_machine() {
    # Where libvirt looks for PFs and VFs, for a netdev's PF, and for the drivers it binds VFs to.
    over /sys/bus/pci/devices "$folder/sysfs/devices"
    over /sys/bus/pci/drivers "$folder/sysfs/drivers"
    # The netdevs of this network namespace, as the machine's own sysfs shows only those of its own: taps, bridges, and one
    # for each PF, with the pretend card behind it.
    mount -t sysfs sysfs "$folder/netdevs"
    over /sys/class/net "$folder/netdevs/class/net"
    over /sys/devices/virtual/net "$folder/netdevs/devices/virtual/net"
    ip link set lo up
    local pf
    for pf in $(ls "$folder/sysfs/net"); do
        ip link add "$pf" address "$(< "$folder/sysfs/net/$pf/address")" type veth peer name "$pf-wire"
        ip link set "$pf" up
        over "/sys/devices/virtual/net/$pf" "$folder/sysfs/net/$pf"
    done
    # The machine's own PCI devices, which libudev still finds as the parents of others, and one may have the card's address.
    local bus
    for bus in /sys/devices/pci*; do [[ ! -d $bus ]] || over "$bus" "$folder/nothing"; done
    # VFIO's groups; not there on a machine without an IOMMU.
    [[ ! -d /sys/kernel/iommu_groups ]] || over /sys/kernel/iommu_groups "$folder/sysfs/iommu_groups"

    # libvirt 10.0 and later looks there for VFIO drivers of certain cards, and there are none.
    mkdir -p "$folder/modules/$(uname -r)" /lib/modules
    echo '# Aliases' > "$folder/modules/$(uname -r)/modules.alias"
    over /lib/modules "$folder/modules"

    # Of devices only what QEMU needs, and the VFIO groups of the pretend VFs, which are never opened but for their names.
    local dev=$folder/dev name
    mount -t tmpfs -o mode=755 dev "$dev"
    mkdir "$dev"/{pts,shm,vfio}
    for name in null zero full random urandom tty kvm net; do [[ ! -e /dev/$name ]] || cp -a "/dev/$name" "$dev/"; done
    ln -s pts/ptmx "$dev/ptmx"
    # the kernel makes the node of a macvtap, named after its netdev's index, where the machine's devices are
    over "$folder/devtmpfs" /dev
    for name in {1..200}; do ln -s "$folder/devtmpfs/tap$name" "$dev/tap$name"; done
    for name in vfio $(ls "$folder/sysfs/iommu_groups"); do mknod "$dev/vfio/$name" c 1 3; done
    over "$dev/pts" /dev/pts
    over "$dev/shm" /dev/shm
    mount --move "$dev" /dev

    # A firmware that halts its guest. QEMU's own would look for an operating system on the network, for as long as the guest
    # runs, and keep a core busy with that.
    local firmware=$folder/firmware bios
    truncate -s 64K "$firmware"
    printf '\xfa\xf4\xeb\xfd' | dd of="$firmware" bs=1 seek=$((0xfff0)) conv=notrunc status=none # cli, hlt, and again
    for bios in "$tree"/usr/share/{seabios,qemu}/bios-256k.bin; do [[ ! -e $bios ]] || over "$bios" "$firmware"; done

    # Definitions, guest state, the capability cache and logs: libvirtd keeps them here whatever its -f file says.
    mkdir -p /etc/libvirt /var/lib/libvirt /var/cache/libvirt /var/log/libvirt /run/libvirt
    over /etc/libvirt "$folder/etc"
    over /var/lib/libvirt "$folder/lib"
    over /var/cache/libvirt "$folder/cache"
    over /var/log/libvirt "$folder/log"
    # Which networks and guests are running. It outlives the daemon, not the host, as on a real machine.
    mount -t tmpfs libvirt /run/libvirt
    # where whoever comes by ssh looks for it
    ln -s "$folder/run/libvirt-sock" /run/libvirt/libvirt-sock

    # The real /proc stays in sight in one place, as only there a process finds the PID that others know it by.
    over "$folder/proc" /proc
    mount -t proc proc /proc
}

# An overlay, so that what is changed of the tree stays in memory and in this host.
lay_over_the_tree() {
    [[ -n $tree ]] || return 0
    local lower=$tree
    tree=$folder/tree
    mount -t tmpfs tree "$tree"
    mkdir "$tree"/{changes,work,root}
    mount -t overlay tree -o "lowerdir=$lower,upperdir=$tree/changes,workdir=$tree/work" "$tree/root"
    tree=$tree/root
}

# All that a libvirtd of the machine would see here is in the tree under the same names.
show_the_host_in_the_tree() {
    [[ -n $tree ]] || return 0
    local place
    for place in /sys /dev /proc /lib/modules /{etc,var/lib,var/cache,var/log,run}/libvirt "$(dirname "$folder")" "$folder/devtmpfs"; do
        mkdir -p "$tree$place"
        # with the folders of other hosts, which a migration goes to; without the tree itself
        if [[ $place == "$(dirname "$folder")"* ]]; then mount --bind "$place" "$tree$place"; else mount --rbind "$place" "$tree$place"; fi
    done
}

start() {
    # No D-Bus: the machine's systemd and firewalld shall not hear of this host. The subshell turns into libvirtd, and
    # so the PID that it reads is libvirtd's.
    (
        read -r outer_pid _ < "$folder/proc/self/stat"
        echo "$outer_pid" > "$folder/outer.pid"
        export DBUS_SYSTEM_BUS_ADDRESS=unix:path=/nonexistent
        export PATH=$folder/bin:$PATH
        export PRETEND_HOLDS=$folder/holds
        # else libudev takes for a device only what lies on a real sysfs
        export SYSTEMD_DEVICE_VERIFY_SYSFS=0
        exec ${tree:+chroot "$tree"} env LD_PRELOAD="$folder/pretend.so" \
            libvirtd -f "$folder/libvirtd.conf" -p "$folder/libvirtd.pid" ${HOST_LISTEN:+--listen}
    ) < /dev/null >> "$folder/log/output.log" 2>&1 &
    daemon=$!

    local deadline=$((SECONDS + 300))
    until virsh -c "$uri" uri > /dev/null 2>&1; do
        if ! kill -0 "$daemon" 2> /dev/null; then give_up "libvirtd ended as it started"; fi
        if ((SECONDS > deadline)); then give_up "libvirtd did not answer within 5 min"; fi
        sleep 0.02
    done
    echo "ready $(< "$folder/outer.pid") $uri"
}

give_up() {
    echo "$1:" >&2
    tail -q -n 5 "$folder"/log/*.log >&2
    exit 1
}

# finish SIGNAL: ends the daemon if it runs, and waits until it has
finish() {
    [[ -n $daemon ]] || return 0
    kill "-$1" "$daemon" 2> /dev/null || true
    wait "$daemon" 2> /dev/null || true
    daemon=
}

trap exit INT TERM HUP
lay_over_the_tree
hide_the_machine
show_the_host_in_the_tree
start
while read -r word; do
    case $word in
        kill) finish KILL; echo killed ;;
        restart) finish TERM; start ;;
        *) echo "inside.sh: unknown word $word" >&2; exit 2 ;;
    esac
done
