import { meantBy } from "../xml";

/** Roots of what is judged. */
const ROOTS = ["network", "domain", "interface", "hostdev"] as const;
export type Root = (typeof ROOTS)[number];
export const isRoot = (name: string): name is Root => ROOTS.some((one) => one === name);

/** Roots of libvirt's other documents and devices, which hold neither pool nor team. Source: libvirt's schemas and virsh's commands */
const OTHERS: ReadonlySet<string> = new Set([
    ...[
        "pool",
        "volume",
        "secret",
        "filter",
        "filterbinding",
        "device",
        "networkport",
        "sources",
        "disk",
        "controller",
    ],
    ...["capabilities", "domainCapabilities", "storagepoolCapabilities", "cpu", "cpudata", "sysinfo", "nodedev"],
    ...["channel", "console", "serial", "parallel", "input", "memory", "memballoon", "filesystem", "rng", "redirdev"],
    ...[
        "shmem",
        "smartcard",
        "sound",
        "tpm",
        "video",
        "vsock",
        "watchdog",
        "hub",
        "iommu",
        "graphics",
        "panic",
        "lease",
    ],
    ...["domainbackup", "domaincheckpoint", "metadata"],
]);
const all = (roots: readonly string[]): string => roots.map((root) => `<${root}>`).join(", ");

/** Returns why a document of a root cannot be judged; undefined for what can be, and what holds nothing to judge. */
export function rootProblem(name: string): string | undefined {
    if (isRoot(name) || OTHERS.has(name)) return undefined;
    const meant = meantBy(name, ROOTS);
    const advice = meant === undefined ? `Give a file with one of ${all(ROOTS)}.` : `Write <${meant}>.`;
    return `its root <${name}> is none that can be judged. ${advice}`;
}
