#!/bin/bash
# Starts a libvirtd of its own on a pretend SR-IOV card and keeps it until standard input ends. The machine's libvirt,
# its guests, networks and interfaces are out of its reach.
#
#   up.sh FOLDER        all state lies in FOLDER, which may be one of an earlier run
#   up.sh -r FOLDER     removes FOLDER at the end
#
# HOST_LISTEN, if set, has lines of libvirtd.conf: the daemon then listens on TCP, too, in a network of its own.
# HOST_SETTINGS, if set, has other lines of it.
# HOST_TREE, if set, is the root of a Debian whose libvirtd and QEMU are to run, in place of the machine's own.
#
# Prints "ready PID URI" once the daemon answers; inside.sh says what may be written to standard input.
set -euo pipefail

here=$(cd "$(dirname "${BASH_SOURCE[0]}")" && pwd)
remove=
[[ ${1:-} == -r ]] && { remove=yes; shift; }
mkdir -p "${1:?usage: up.sh [-r] FOLDER}"
folder=$(cd "$1" && pwd)

# libvirt 7.0 makes neither lib/dnsmasq nor log/qemu
mkdir -p "$folder"/{etc,lib/dnsmasq,cache,log/qemu,run,proc,dev,devtmpfs,modules,netdevs,nothing,holds,tree}
rm -rf "$folder/sysfs"
"$here/card.sh" "$folder/sysfs"
# without a C library of its own, as the one of HOST_TREE may be older than the machine's
gcc -shared -fPIC -nostdlib -o "$folder/pretend.so" "$here/pretend.c"
cp -a "$here/bin" "$folder/"

# stdio_handler: there is no virtlogd here. namespaces: /dev is the host's own already. user: where /dev/kvm is root's
# alone, QEMU run as anyone else cannot open it, and libvirt then probes QEMU again for every single definition.
# cgroup_controllers: the machine has one tree of cgroups, in which guests of two hosts with one name and number meet.
cat > "$folder/etc/qemu.conf" << 'CONF'
user = "root"
group = "root"
security_driver = "none"
stdio_handler = "file"
namespaces = []
cgroup_controllers = []
CONF

# host_uuid: libvirt tells hosts apart by it, and refuses a migration between two that have the same. Left out, it may be
# the machine's.
[[ -e $folder/host_uuid ]] || cat /proc/sys/kernel/random/uuid > "$folder/host_uuid"
cat > "$folder/libvirtd.conf" << CONF
host_uuid = "$(< "$folder/host_uuid")"
unix_sock_dir = "$folder/run"
unix_sock_rw_perms = "0700"
auth_unix_rw = "none"
auth_unix_ro = "none"
log_outputs = "3:file:$folder/log/libvirtd.log"
${HOST_LISTEN:-}
${HOST_SETTINGS:-}
CONF

# --net: a bridge that is started here appears on no other host. --pid with --kill-child: whatever ends first, of the
# shell within and this one, nothing that was started within outlives it.
status=0
unshare --mount --net --pid --fork --kill-child "$here/inside.sh" "$folder" || status=$?
[[ -z $remove ]] || rm -rf "$folder"
exit "$status"
