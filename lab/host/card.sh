#!/bin/bash
# Makes the part of sysfs by which libvirt knows an SR-IOV card, in a folder to be mounted over the real one.
#
#   card.sh FOLDER      fills FOLDER/{devices,net,drivers,iommu_groups}
#
# The first PF has PRETEND_VFS VFs, 4 where that is not set.
#
# libvirt finds VFs by links alone (src/util/virpci.c): the netdev's `device` leads to the PF, the PF's `virtfnN` to its
# VFs, each VF's `physfn` back to the PF. The few files beside them say what kind of device it is.
#
# The node device driver looks through libudev (src/node_device/node_device_udev.c): a folder is a device of the bus or class
# that its `subsystem` leads to, with the properties in its `uevent`, the driver that its `driver` leads to, and one file
# for each attribute. Which devices there are libvirt asks as it starts; a netdev's link and a PF's VFs, with every XML.
set -euo pipefail

sysfs=${1:?usage: card.sh FOLDER}
next_group=50

# device ADDRESS MODEL DRIVER: an Intel Ethernet device
device() {
    local folder=$sysfs/devices/$1
    mkdir -p "$folder"
    ln -s /sys/bus/pci "$folder/subsystem"
    ln -s "/sys/bus/pci/drivers/$3" "$folder/driver"
    echo 0x8086 > "$folder/vendor"
    echo "0x$2" > "$folder/device"
    echo 0x020000 > "$folder/class"
    printf '%s\n' PCI_CLASS=20000 "PCI_ID=8086:${2^^}" "PCI_SLOT_NAME=$1" > "$folder/uevent"
    # libvirt 10.0 and later asks here for a VFIO driver of the device's own
    echo "pci:v00008086d0000${2^^}sv00000000sd00000000bc02sc00i00" > "$folder/modalias"
    # libvirt writes here which driver shall take the device
    : > "$folder/driver_override"
    # PCI configuration space, which must be there and readable: nothing but the vendor
    { printf '\x86\x80'; head -c 4094 /dev/zero; } > "$folder/config"
}

# vf ADDRESS PF NUMBER: one VF, alone in its IOMMU group and bound to vfio-pci
vf() {
    local folder=$sysfs/devices/$1 group=$((next_group++))
    device "$1" 10ca vfio-pci
    ln -s "../$2" "$folder/physfn"
    ln -s "../$1" "$sysfs/devices/$2/virtfn$3"
    mkdir -p "$sysfs/iommu_groups/$group/devices"
    ln -s "/sys/bus/pci/devices/$1" "$sysfs/iommu_groups/$group/devices/$1"
    ln -s "/sys/kernel/iommu_groups/$group" "$folder/iommu_group"
}

# netdev NAME ADDRESS MAC: the netdev of the PF at ADDRESS. Its link is what `operstate` says, whatever `ip link` does.
netdev() {
    local folder=$sysfs/net/$1
    mkdir -p "$folder"
    ln -s "/sys/bus/pci/devices/$2" "$folder/device"
    ln -s /sys/class/net "$folder/subsystem"
    echo "INTERFACE=$1" > "$folder/uevent"
    echo "$3" > "$folder/address"
    echo 6 > "$folder/addr_len"
    echo 1500 > "$folder/mtu"
    echo up > "$folder/operstate"
    echo 1000 > "$folder/speed"
}

# pf NAME ADDRESS BUS COUNT: a PF whose netdev is NAME, with the VFs BUS:10.0 to BUS:10.7, BUS:11.0, ...
pf() {
    local name=$1 address=$2 bus=$3 count=$4 number
    device "$address" 10c9 igb
    echo "$count" > "$sysfs/devices/$address/sriov_totalvfs"
    echo "$count" > "$sysfs/devices/$address/sriov_numvfs"
    mkdir -p "$sysfs/devices/$address/net/$name"
    netdev "$name" "$address" "02:00:00:00:${bus#*:}:00"
    for ((number = 0; number < count; number++)); do
        vf "$(printf '%s:%02x.%d' "$bus" $((0x10 + number / 8)) $((number % 8)))" "$address" "$number"
    done
}

mkdir -p "$sysfs"/{devices,net,iommu_groups,drivers/{igb,vfio-pci}}
pf enp7s0f0 0000:07:00.0 0000:07 "${PRETEND_VFS:-4}"
pf enp8s0f0 0000:08:00.0 0000:08 2
