#!/bin/busybox sh
# What the kernel of an emulated host runs first: mounts the Debian tree, lays the lab's own files over it, goes on there.
bb=/bin/busybox
$bb mkdir -p /proc /sys
$bb mount -t proc proc /proc
$bb mount -t sysfs sysfs /sys
$bb mount -t devtmpfs dev /dev
for module in $($bb cat /modules/order); do $bb insmod "/modules/$module"; done
until [ -b /dev/vda ]; do $bb sleep 0.1; done
$bb mount -t ext4 /dev/vda /root
$bb cp -a /over/. /root/
for mount in proc sys dev; do $bb mount -o move "/$mount" "/root/$mount"; done
exec $bb switch_root /root /lab/init
