/** Documents that ask most of whoever reads and judges them, each of them of any size. */
export type WorstDocument = keyof typeof worstDocuments;

const MEBIBYTE = 1_048_576;
/** Length of the longest document that libvirt takes. */
export const LONGEST = 4 * MEBIBYTE;

/** Makes the parts of a document by their numbers, until they fill its length. */
const filled =
    (begin: string, part: (number: number) => string, end: string) =>
    (length: number): string => {
        const parts = [begin];
        let left = length - begin.length - end.length;
        for (let number = 0; ; number++) {
            const next = part(number);
            left -= next.length;
            if (left < 0) return [...parts, end].join("");
            parts.push(next);
        }
    };

const POOL = "<network><name>p</name><forward mode='hostdev'><pf dev='enp7s0f0'/></forward>";
const pool = (part: (number: number) => string) => filled(POOL, part, "</network>");
const GUEST = "<domain type='kvm'><name>g</name><os><type machine='q35'>hvm</type></os><devices>";
const guest = (part: (number: number) => string) => filled(GUEST, part, "</devices></domain>");
const HALF = "<interface type='network'><teaming type='persistent'/><alias name='ua-a'/>";
const half = (part: (number: number) => string) => filled(HALF, part, "</interface>");
const PAIR = `<interface type='network'><alias name='ua-a'/><teaming type='persistent'/></interface>
<interface type='network'><teaming type='transient' persistent='ua-a'/></interface>`;

const vf = (number: number): string => `bus='${number >> 8}' slot='${(number >> 3) & 31}' function='${number & 7}'`;
const byte = (number: number): string => (number & 255).toString(16).padStart(2, "0");
const mac = (number: number): string => `52:54:00:${byte(number >> 16)}:${byte(number >> 8)}:${byte(number)}`;
const pair = (number: number): string => `<interface type='network'><mac address='${mac(number)}'/>
<source network='lan'/><model type='virtio'/><teaming type='persistent'/><alias name='ua-${number}'/></interface>
<interface type='network'><mac address='${mac(number)}'/><source network='p'/><model type='virtio'/>
<teaming type='transient' persistent='ua-${number}'/><alias name='ua-${number}-vf'/></interface>`;

/** Wraps parts in elements, 60 deep: the parser takes 64. */
const deep = (part: string): string => `${"<x>".repeat(60)}${part}${"</x>".repeat(60)}`;

export const worstDocuments = {
    "attributes of a pool": filled(
        "<network",
        (number) => ` a${number}=''`,
        POOL.replace("<network", "") + "</network>",
    ),
    "attributes of a half": filled(
        "<interface type='network'",
        (number) => ` a${number}=''`,
        "><teaming type='persistent'/></interface>",
    ),
    "misspelt attributes": filled(
        "<interface type='network'><teaming type='persistent'/><driver",
        // no two attributes of an element share a name
        (number) => ` queue${number}=''`,
        "/></interface>",
    ),
    "unknown elements of a pool": pool((number) => `<a${number}/>`),
    "one unknown element of a pool": pool(() => "<a/>"),
    "unknown elements of a half": half((number) => `<a${number}/>`),
    "repeated elements of a pool": pool(() => "<vlan/>"),
    "repeated elements of a half": half(() => "<mtu/>"),
    "misspelt elements of a half": half(() => "<dryver/>"),
    "misspelt elements of a network": filled("<network>", () => "<foward/>", "</network>"),
    "long names of elements": half((number) => `<${"teamin".repeat(50)}${number}/>`),
    "one long name": (length: number) => half(() => `<${"a".repeat(length - 200)}/>`)(length),
    "a long text": (length: number) => pool(() => `<uuid>${" 0-".repeat((length - 200) / 3)}</uuid>`)(length),
    "a long value": (length: number) => half(() => `<mac address='${"0:".repeat((length - 200) / 2)}'/>`)(length),
    "blanks in a value": (length: number) => half(() => `<mtu size='1${" ".repeat(length - 200)}x'/>`)(length),
    portgroups: pool((number) => `<portgroup name='g${number}'/>`),
    "portgroups of one name": pool(() => "<portgroup name='g' default='yes'/>"),
    "portgroups under a long profile": (length: number) =>
        filled(
            `${POOL}<virtualport type='802.1Qbh'><parameters profileid='${"a".repeat(length / 2)}'/></virtualport>`,
            () => "<portgroup name='g'><virtualport><parameters profileid='b'/></virtualport></portgroup>",
            "</network>",
        )(length),
    "VFs of a pool": filled(
        "<network><name>p</name><forward mode='hostdev'>",
        (number) => `<address type='pci' ${vf(number)}/>`,
        "</forward></network>",
    ),
    "one VF of a pool": filled(
        "<network><name>p</name><forward mode='hostdev'>",
        () => "<address type='pci' bus='07'/>",
        "</forward></network>",
    ),
    "PFs of a pool": filled("<network><name>p</name><forward mode='hostdev'>", () => "<pf/>", "</forward></network>"),
    VLANs: filled(`${POOL}<vlan>`, (number) => `<tag id='${number % 4096}'/>`, "</vlan></network>"),
    "native VLANs": filled(`${HALF}<vlan>`, () => "<tag id='1' nativeMode='tagged'/>", "</vlan></interface>"),
    metadata: filled(`${POOL}<metadata>`, () => "<a/>", "</metadata></network>"),
    "parameters of a filter": filled(
        `${HALF}<filterref filter='f'>`,
        () => "<parameter name='A' value='-'/>",
        "</filterref></interface>",
    ),
    "teamed pairs": guest(pair),
    "virtio halves": guest(() => "<interface><teaming type='persistent'/></interface>"),
    "virtio halves of one alias": guest(
        () => "<interface><teaming type='persistent'/><alias name='ua-a'/></interface>",
    ),
    "VF halves of one virtio half": filled(
        `${GUEST}${PAIR}`,
        () => "<interface><teaming type='transient' persistent='ua-a'/></interface>",
        "</devices></domain>",
    ),
    "VF halves without a virtio half": guest(
        (number) => `<interface><teaming type='transient' persistent='ua-${number}'/></interface>`,
    ),
    "VF halves of one VF": guest(
        () =>
            "<hostdev mode='subsystem' type='pci'><source><address bus='7'/></source><teaming type='transient' persistent='ua-a'/></hostdev>",
    ),
    aliases: filled(`${GUEST}${PAIR}`, (number) => `<disk><alias name='ua-${number}'/></disk>`, "</devices></domain>"),
    "devices of one alias": filled(`${GUEST}${PAIR}`, () => "<disk><alias name='ua-a'/></disk>", "</devices></domain>"),
    "interfaces of one MAC": filled(
        `${GUEST}<interface type='network'><mac address='${mac(0)}'/><teaming type='persistent'/></interface>`,
        () => `<interface><mac address='${mac(0)}'/></interface>`,
        "</devices></domain>",
    ),
    "misspelt halves": guest(() => "<interface><teeming type='persistent'/></interface>"),
    "nested elements": filled(`${GUEST}${PAIR}`, () => deep("<y/>"), "</devices></domain>"),
    "nested misspelt elements": half(() => "<driver><hst/></driver>"),
    comments: filled(`${POOL}<title>`, () => "a<!---->", "</title></network>"),
    references: filled(`${POOL}<title>`, () => "&lt;", "</title></network>"),
    lines: filled(POOL, () => "\n<a/>\r", "</network>"),
} satisfies Readonly<Record<string, (length: number) => string>>;
