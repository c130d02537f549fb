import type { Virtualport } from "../model/virtualport";
import { findingIf, rulesFor, type Finding } from "./rule";
import { eachHalf, ofBoth, type Team } from "./team";
import { outside } from "./values";

type Parameter = Exclude<keyof Virtualport, "type">;

/** Parameters that each type of virtualport needs, and those that it may have. Source: virNetDevVPortProfileCheckComplete, …CheckNoExtras */
const TYPES: ReadonlyMap<string, { readonly needs: readonly Parameter[]; readonly may: readonly Parameter[] }> =
    new Map([
        ["802.1Qbg", { needs: ["managerid", "typeid", "typeidversion"], may: ["instanceid"] }],
        ["802.1Qbh", { needs: ["profileid"], may: [] }],
        ["openvswitch", { needs: [], may: ["interfaceid", "profileid"] }],
        ["midonet", { needs: ["interfaceid"], may: [] }],
    ]);
/** Type of virtualport that a VF can have. */
export const VF_PORT = "802.1Qbh";

/** libvirt keeps a profile's name in 40 bytes, with the one that ends it. Source: virnetdevvportprofile.h */
const MAX_PROFILE_BYTES = 39;
const UUID = /^[0-9a-f]{8}(-[0-9a-f]{4}){3}-[0-9a-f]{12}$/;

export const said = (value: unknown): boolean => value !== undefined && value !== "";
const given = (port: Virtualport): readonly Parameter[] =>
    (Object.keys(port) as (keyof Virtualport)[]).filter((key) => key !== "type").filter((key) => said(port[key]));

/** Finds parameters that do not belong to the type. `type` stands in for a port that names none. */
export function strangeParameters(property: string, port: Virtualport, type = port.type): readonly Finding[] {
    const known = type === undefined ? undefined : TYPES.get(type);
    if (type !== undefined && known === undefined)
        return [
            {
                property: `${property}.type`,
                found: type,
                problem: `is not one of ${[...TYPES.keys()].join(", ")}`,
                allowed: [...TYPES.keys()].join(", "),
                fix: "Correct its spelling.",
            },
        ];
    const all = known && [...known.needs, ...known.may];
    return given(port)
        .filter((parameter) => all?.includes(parameter) === false)
        .map((parameter) => ({
            property: `${property}.${parameter}`,
            found: port[parameter],
            problem: `does not belong to type ${String(type)}, which has ${String(all?.join(", "))}`,
            allowed: `no value beside type ${String(type)}, which has ${String(all?.join(", "))}`,
            fix: "Remove it.",
        }));
}

/** Finds values that XML cannot hold, or that libvirt cannot read from it. */
export const wrongParameters = (property: string, port: Virtualport): readonly Finding[] => [
    ...outside(property, port, [
        ["managerid", 0, 0xff],
        ["typeid", 0, 0xffffff],
        ["typeidversion", 0, 0xff],
    ]),
    ...(["instanceid", "interfaceid"] as const).flatMap((parameter) =>
        findingIf(port[parameter] !== undefined && !UUID.test(port[parameter]), {
            property: `${property}.${parameter}`,
            found: port[parameter],
            problem: "is not a UUID",
            allowed: "a UUID such as 09b11c53-8b5c-4eeb-8f00-d84eaa0aaa4f",
            fix: "Use a UUID such as 09b11c53-8b5c-4eeb-8f00-d84eaa0aaa4f, or leave it out.",
        }),
    ),
    ...findingIf(Buffer.byteLength(port.profileid ?? "") > MAX_PROFILE_BYTES, {
        property: `${property}.profileid`,
        found: port.profileid,
        problem: `is longer than ${MAX_PROFILE_BYTES} bytes`,
        allowed: `at most ${MAX_PROFILE_BYTES} bytes`,
        fix: "Use the name that the switch knows.",
    }),
];

/** Rules of the virtualport of a half. */
export const virtualportRules = rulesFor<Team>()(
    {
        id: "virtualport-parameters-fit-its-type",
        severity: "error",
        libvirt: ["refuses", "drops"],
        says: "Each type of virtualport has its own parameters, and libvirt refuses or drops others.",
        source: "libvirt 9.0, observed: [67/0] unknown virtualport type (libvirt 12.8: [27/5]), [27/11] extra profileid unsupported; profileid beside midonet dropped",
        reads: ofBoth("virtualport"),
        check: eachHalf((half, { virtualport }) =>
            virtualport === undefined ? [] : strangeParameters(`${half}.virtualport`, virtualport),
        ),
    },
    {
        id: "virtualport-parameters-are-legal",
        severity: "error",
        libvirt: ["refuses"],
        says: "libvirt refuses a parameter of a virtualport that is out of range, too long or not a UUID.",
        source: "libvirt 9.0, observed: [27/0] value of managerid out of range, cannot parse interfaceid parameter as a uuid, profileid parameter too long",
        reads: ofBoth("virtualport"),
        check: eachHalf((half, { virtualport }) =>
            virtualport === undefined ? [] : wrongParameters(`${half}.virtualport`, virtualport),
        ),
    },
    {
        id: "virtualport-is-complete",
        severity: "error",
        libvirt: ["refuses"],
        says: "Nothing completes the virtualport of an interface that is not on a network.",
        source: "libvirt 9.0, observed: [27/0] missing required virtualport type, [27/11] missing profileid",
        reads: ofBoth("type", "virtualport"),
        check: eachHalf((half, { type, virtualport: port }) => {
            if (port === undefined || type === "network") return [];
            const needs: readonly (keyof Virtualport)[] =
                port.type === undefined ? ["type"] : (TYPES.get(port.type)?.needs ?? []);
            return needs
                .filter((parameter) => !said(port[parameter]))
                .map((parameter) => ({
                    property: `${half}.virtualport.${parameter}`,
                    found: port[parameter],
                    problem: "is empty",
                    allowed: `a ${parameter}`,
                    fix: "Set it, or leave virtualport out.",
                }));
        }),
    },
    {
        id: "isolated-or-virtualport",
        severity: "error",
        libvirt: ["refuses"],
        says: "libvirt cannot isolate a port that has a virtualport.",
        source: "libvirt 9.0, observed: [67/20] isolated is not supported for network interfaces with virtualport type, of every type",
        reads: ["persistent.isolated", "persistent.virtualport"],
        check: ({ persistent: { isolated, virtualport } }) =>
            findingIf(isolated === true && virtualport?.type !== undefined, {
                property: "persistent.isolated",
                found: isolated,
                problem: "is set together with virtualport",
                allowed: "no value beside virtualport",
                fix: "Remove one of the two.",
            }),
    },
    {
        id: "transient-virtualport-fits-a-vf",
        severity: "error",
        libvirt: ["does not start"],
        says: "A VF accepts a virtualport of type 802.1Qbh, or one whose network gives the type. With another type, the guest does not start.",
        source: "libvirt 9.0, observed at start: [67/0] virtualport type 802.1Qbg is currently not supported on interfaces of type hostdev, [67/19] <virtualport type='openvswitch'> not supported for network which uses an SR-IOV Virtual Function",
        reads: ["transient.type", "transient.virtualport"],
        check({ transient: { type, virtualport } }) {
            const isOfNetwork = type === "network" && virtualport?.type === undefined;
            return findingIf(virtualport !== undefined && virtualport.type !== VF_PORT && !isOfNetwork, {
                property: "transient.virtualport.type",
                found: virtualport?.type,
                problem: `is not ${JSON.stringify(VF_PORT)}`,
                allowed: JSON.stringify(VF_PORT),
                fix: `Use ${JSON.stringify(VF_PORT)}, or leave virtualport out.`,
            });
        },
    },
    {
        id: "transient-vlan-or-virtualport",
        severity: "error",
        libvirt: ["does not start"],
        says: "The switch sets the VLAN of a VF with a virtualport. A guest with both does not start.",
        source: "libvirt 9.0, observed at start: [67/0] direct setting of the vlan tag is not allowed for hostdev devices using 802.1Qbh mode; virHostdevSetNetConfig",
        reads: ["transient.vlan", "transient.virtualport"],
        check: ({ transient: { vlan, virtualport } }) =>
            findingIf(vlan !== undefined && virtualport !== undefined, {
                property: "transient.vlan",
                found: vlan,
                problem: "is set together with virtualport",
                allowed: "either vlan or virtualport",
                fix: "Remove one of the two.",
            }),
    },
);
