/*
 * Preloaded into libvirtd: answers for what a pretend card lacks, its VFs' netlink and VFIO, so that guests start with a
 * VF, and its place below /sys/devices. Inside QEMU the VF is an emulated e1000e; the pair that it belongs to, its address
 * and its alias stay as libvirt wrote them.
 *
 * PRETEND_HOLDS names a folder. While it has a file with a device's alias, the guest does not give that device back: QEMU
 * is not told of the request, as if the guest's driver had not answered it. While it has a file `migration`, a migration
 * that begins sends a page at a time, and so does not end.
 */
#define _GNU_SOURCE
#include <dlfcn.h>
#include <limits.h>
#include <stdbool.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>

/* src/util/virnetdev.c and virprocess.c: a VF's MAC and VLAN are kept, read and set through its PF */
/* reportsA: the real one where the PF is not IFF_UP, so that libvirt's own check of that answers */
int virNetDevSaveNetConfig(const char *link, int vf, const char *folder, bool save) {
    int (*online)(const char *, bool *) = dlsym(RTLD_NEXT, "virNetDevGetOnline");
    int (*real)(const char *, int, const char *, bool) = dlsym(RTLD_NEXT, "virNetDevSaveNetConfig");
    bool on = true;
    if (online && online(link, &on) == 0 && !on) return real(link, vf, folder, save);
    return 0;
}
int virNetDevReadNetConfig(const char *link, int vf, const char *folder, void **admin, void **vlan, void **mac) {
    *admin = *vlan = *mac = NULL;
    return 0;
}
int virNetDevSetNetConfig(const char *link, int vf, const void *admin, const void *vlan, const void *mac, bool set) {
    return 0;
}
int virNetDevVPortProfileAssociate(const char *link, const void *port, const void *mac, const char *dev, int vf,
                                   const unsigned char *uuid, int op, bool set) {
    return 0;
}
int virNetDevVPortProfileDisassociate(const char *link, const void *port, const void *mac, const char *dev, int vf, int op) {
    return 0;
}
int virProcessSetMaxMemLock(int pid, unsigned long long bytes) { return 0; }

/*
 * libudev finds a device's parent in its path. That of a PF's netdev leads to no card, as it is a veth underneath; its
 * `device` does. The caller does not own a parent, and so nobody frees it: one for each PF and start.
 */
void *udev_device_get_parent(void *child) {
    void *(*real)(void *) = dlsym(RTLD_NEXT, "udev_device_get_parent");
    const char *(*syspath)(void *) = dlsym(RTLD_NEXT, "udev_device_get_syspath");
    void *(*udev)(void *) = dlsym(RTLD_NEXT, "udev_device_get_udev");
    void *(*device)(void *, const char *) = dlsym(RTLD_NEXT, "udev_device_new_from_syspath");
    void *parent = real(child);
    char link[PATH_MAX], card[PATH_MAX];
    if (parent) return parent;
    snprintf(link, sizeof link, "%s/device", syspath(child));
    return realpath(link, card) ? device(udev(child), card) : NULL;
}

/* Blanks what stands in TEXT from AT to the quotation mark that ends there, and writes INSTEAD at its begin. */
static void replace(char *at, char *end, const char *instead) {
    memset(at, ' ', end + 1 - at);
    memcpy(at, instead, strlen(instead));
}

/* A VF in QEMU's JSON becomes an e1000e, without a change of the text's length. */
static void emulate(char *text, size_t length) {
    static const char vf[] = "\"driver\":\"vfio-pci\",\"host\":\"";
    char *at = memmem(text, length, vf, strlen(vf));
    char *end = at ? memchr(at + strlen(vf), '"', text + length - at - strlen(vf)) : NULL;
    if (end) replace(at, end, "\"driver\":\"e1000e\"");
}

/* Whether PRETEND_HOLDS has a file of that name. */
static bool holds(const char *name, int length) {
    const char *folder = getenv("PRETEND_HOLDS");
    char path[4096];
    if (!folder) return false;
    snprintf(path, sizeof path, "%s/%.*s", folder, length, name);
    return access(path, F_OK) == 0;
}

/* Another question in place of a request to detach the device of the guest. */
static void hold(char *text, size_t length) {
    static const char request[] = "\"execute\":\"device_del\",\"arguments\":{\"id\":\"";
    char *at = memmem(text, length, request, strlen(request));
    char *alias = at ? at + strlen(request) : NULL;
    char *end = alias ? memchr(alias, '"', text + length - alias) : NULL;
    if (end && holds(alias, end - alias)) replace(at, end + 1, "\"execute\":\"query-name\"");
}

/* Ten bytes a second in place of the bandwidth that a migration may take; QEMU takes less than ten for no limit. */
static void slow(char *text, size_t length) {
    static const char bandwidth[] = "\"max-bandwidth\":";
    char *at = memmem(text, length, bandwidth, strlen(bandwidth));
    char *number = at ? at + strlen(bandwidth) : NULL;
    size_t digits = number ? strspn(number, "0123456789") : 0;
    if (digits >= 2 && holds("migration", 9)) replace(number, number + digits - 1, "10");
}

ssize_t write(int fd, const void *bytes, size_t length) {
    ssize_t (*real)(int, const void *, size_t) = dlsym(RTLD_NEXT, "write");
    if (!memmem(bytes, length, "\"execute\":\"device_", 18) && !memmem(bytes, length, "\"max-bandwidth\":", 16))
        return real(fd, bytes, length);
    char *copy = malloc(length);
    memcpy(copy, bytes, length);
    emulate(copy, length);
    hold(copy, length);
    slow(copy, length);
    ssize_t written = real(fd, copy, length);
    free(copy);
    return written;
}

/*
 * QEMU's command line. Without the ACPI hotplug, a device that was plugged into a root port leaves it without the help of
 * an operating system, which these guests do not have.
 */
int execve(const char *path, char *const argv[], char *const env[]) {
    int (*real)(const char *, char *const *, char *const *) = dlsym(RTLD_NEXT, "execve");
    int count = 0;
    while (argv[count]) count++;
    char **args = calloc(count + 3, sizeof *args);
    bool runs = false;
    for (int i = 0; i < count; i++) {
        args[i] = strdup(argv[i]);
        emulate(args[i], strlen(args[i]));
        runs = runs || strcmp(args[i], "-machine") == 0;
    }
    if (runs && strstr(path, "qemu-system-")) {
        args[count] = "-global";
        args[count + 1] = "ICH9-LPC.acpi-pci-hotplug-with-bridge-support=off";
    }
    return real(path, args, env);
}
