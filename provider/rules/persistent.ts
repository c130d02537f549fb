import type { Bandwidth } from "../model/bandwidth";
import { DEVICE_NAMES, isDeviceName } from "./deviceNames";
import { findingIf, rulesFor, type Finding } from "./rule";
import { TEAMING, type Team } from "./team";
import { outside } from "./values";
import { formatValue, LEAVE_OUT } from "./words";

/** Prefixes of the names that libvirt gives itself. */
const GENERATED = ["vnet", "macvtap", "macvlan"];
export const isGenerated = (target: string): boolean => GENERATED.some((prefix) => target.startsWith(prefix));

/** Models of an interface that can stand by for a VF. */
const VIRTIO_MODELS: readonly (string | undefined)[] = ["virtio", "virtio-transitional", "virtio-non-transitional"];
export const isVirtioModel = (model: string | undefined): boolean => VIRTIO_MODELS.includes(model);

/** Numbers of packets that rings of virtio have room for. */
const RINGS = ["rxQueueSize", "txQueueSize"] as const;
const ringSizes = [256, 512, 1024];

/** Variables of a filter that libvirt keeps. Source: nwfilter_params.h, VALID_VARNAME and VALID_VARVALUE */
const NAME = /^[A-Za-z0-9_]+$/;
const VALUE = /^[A-Za-z0-9_.:]+$/;

/** The MTU that the guest's failover device begins with. Source: Linux, ether_setup */
const FAILOVER_MTU = 1500;

const MODES: readonly string[] = ["vepa", "bridge", "private", "passthrough"];
const TXMODES: readonly string[] = ["iothread", "timer"];

const strange = (property: string, found: string | undefined, known: readonly string[]): readonly Finding[] =>
    findingIf(found !== undefined && !known.includes(found), {
        property,
        found,
        problem: `is not ${known.map(formatValue).join(" or ")}`,
        allowed: known.map(formatValue).join(" or "),
        fix: "Correct it, or leave it out.",
    });

/** Rules of the virtio half. */
export const persistentRules = rulesFor<Team>()(
    {
        id: "persistent-is-not-a-vf",
        severity: "error",
        libvirt: ["accepts", "refuses"],
        says: "The virtio half stays when the guest migrates, and a VF cannot. libvirt accepts it, and the guest can then never migrate.",
        source: `${TEAMING}; libvirt 9.0, observed: a virtio half of type hostdev defines and starts; with the VF of the VF half [27/20] Hostdev already exists in the domain configuration`,
        reads: ["persistent.type"],
        check: ({ persistent: { type } }) =>
            findingIf(type === "hostdev", {
                property: "persistent",
                found: type,
                problem: "is not a type for the virtio half",
                allowed: "network, bridge or direct",
                fix: "Connect the virtio half to a network or a bridge on the segment of the VF.",
            }),
    },
    {
        id: "persistent-is-virtio",
        severity: "error",
        libvirt: ["refuses"],
        says: "Only a virtio device can stand by for a VF.",
        source: `${TEAMING}; libvirt 9.0, [67/10] virtio-net teaming persistent interface must be <model type='virtio'/>; beside options of virtio's driver [67/20]`,
        reads: ["persistent.model"],
        check: ({ persistent: { model } }) =>
            findingIf(!isVirtioModel(model), {
                property: "persistent.model",
                found: model,
                problem: "is not a virtio model",
                allowed: '"virtio", "virtio-transitional" or "virtio-non-transitional"',
                fix: 'Write "virtio".',
                inProgram: LEAVE_OUT,
            }),
    },
    {
        id: "persistent-mtu-joins-team",
        severity: "warning",
        libvirt: ["accepts"],
        says: "net_failover in the guest starts with an MTU of 1500 and rejects a virtio half below it. The NIC then fails during a migration.",
        source: "Linux 6.12, observed in an emulated guest: virtio_net eth0: unable to change mtu of eth1 to 1500 register failed; drivers/net/net_failover.c",
        reads: ["persistent.mtu"],
        check: ({ persistent: { mtu } }) =>
            findingIf(mtu !== undefined && mtu < FAILOVER_MTU, {
                property: "persistent.mtu",
                found: mtu,
                problem: `is below ${FAILOVER_MTU}`,
                allowed: `${FAILOVER_MTU} or more`,
                fix: "Leave it out, and set the smaller MTU inside the guest.",
            }),
    },
    {
        id: "persistent-names-no-partner",
        severity: "error",
        libvirt: ["refuses"],
        says: "Only the VF half names its partner. libvirt refuses the virtio half if it names one.",
        source: "libvirt 9.0, virDomainNetDefValidate [67/20]",
        reads: ["persistent.persistent"],
        check: ({ persistent: { persistent: named } }) =>
            findingIf(named !== undefined, {
                property: "persistent.persistent",
                found: named,
                problem: "is the name of a partner",
                allowed: "no value",
                fix: "Remove it.",
            }),
    },
    {
        id: "target-has-no-reserved-prefix",
        severity: "error",
        libvirt: ["drops"],
        says: "libvirt reserves some prefixes for its own tap and macvtap devices, and drops a target with one of them.",
        source: "libvirt 9.0, observed: <target dev> with vnet, macvtap or macvlan in front is dropped on every type",
        reads: ["persistent.target"],
        check: ({ persistent: { target } }) =>
            findingIf(target !== undefined && isGenerated(target), {
                property: "persistent.target",
                found: target,
                problem: "has a prefix that libvirt reserves",
                allowed: `a name that starts with none of ${GENERATED.join(", ")}`,
                fix: `Use a name that does not start with ${GENERATED.join(" or ")}, or leave it out.`,
            }),
    },
    {
        id: "target-is-a-device-name",
        severity: "error",
        libvirt: ["refuses", "does not start", "accepts"],
        says: "A network device of Linux has a name of 1 to 15 bytes. With another name, libvirt chooses one or the guest does not start.",
        source: "libvirt 9.0, observed: against the schema [92/5]; at start [38/0] Unable to create tap device, Network interface name is too long; Linux, dev_valid_name",
        reads: ["persistent.target"],
        check: ({ persistent: { target } }) =>
            findingIf(target !== undefined && !isDeviceName(target), {
                property: "persistent.target",
                found: target,
                problem: `is not a valid device name (${DEVICE_NAMES})`,
                allowed: DEVICE_NAMES,
                fix: "Correct it, or leave it out.",
            }),
    },
    {
        id: "persistent-driver-is-virtio",
        severity: "error",
        libvirt: ["refuses", "drops"],
        says: "A virtio half uses the driver vhost or qemu. libvirt refuses other drivers and drops a driver model.",
        source: "libvirt 9.0, observed: [27/5] Invalid value for attribute 'name' in element 'driver': 'vfio'; <driver model> dropped",
        reads: ["persistent.driver"],
        check: ({ persistent: { driver } }) => [
            ...findingIf(driver?.name !== undefined && !["vhost", "qemu"].includes(driver.name), {
                property: "persistent.driver.name",
                found: driver?.name,
                problem: 'is not "vhost" or "qemu"',
                allowed: '"vhost" or "qemu"',
                fix: "Correct it, or leave it out.",
            }),
            ...findingIf(driver?.model !== undefined, {
                property: "persistent.driver.model",
                found: driver?.model,
                problem: "is not possible on the virtio half",
                allowed: "no value",
                fix: "Remove it.",
            }),
        ],
    },
    {
        id: "persistent-word-is-known",
        severity: "error",
        libvirt: ["refuses"],
        says: "libvirt accepts a few words for the mode of a macvtap and for txmode, and refuses others.",
        source: "libvirt 9.0, observed: [27/5] Invalid value for attribute 'txmode' in element 'driver', for attribute 'mode' in element 'source'; domaincommon.rng",
        reads: ["persistent.type", "persistent.mode", "persistent.model", "persistent.driver"],
        // what another type or model cannot have is for other rules
        check: ({ persistent: { type, mode, model, driver } }) => [
            ...(type === "direct" ? strange("persistent.mode", mode, MODES) : []),
            ...(isVirtioModel(model) ? strange("persistent.driver.txmode", driver?.txmode, TXMODES) : []),
        ],
    },
    {
        id: "queues-in-range",
        severity: "error",
        libvirt: ["drops", "refuses", "does not start"],
        says: "A tap device has 1 to 256 queues, and a virtio ring has 256, 512 or 1024 entries. libvirt drops 0, and libvirt or QEMU refuses other numbers.",
        source: "libvirt 9.0, observed: 0 dropped, [67/10] rx_queue_size has to be a power of two; at start [38/0] Unable to create tap device (Linux, MAX_TAP_QUEUES), and of QEMU 7.2 [1/10] Invalid rx_queue_size, must be a power of 2 between 256 and 1024",
        reads: ["persistent.driver"],
        check: ({ persistent: { driver = {} } }) => [
            ...outside("persistent.driver", driver, [["queues", 1, 256]]),
            ...RINGS.flatMap((field) =>
                findingIf(driver[field] !== undefined && !ringSizes.includes(driver[field]), {
                    property: `persistent.driver.${field}`,
                    found: driver[field],
                    problem: `is not ${ringSizes.join(" or ")}`,
                    allowed: ringSizes.join(" or "),
                    fix: "Correct it, or leave it out.",
                }),
            ),
        ],
    },
    {
        id: "bandwidth-has-an-average",
        severity: "error",
        libvirt: ["drops", "refuses"],
        says: "libvirt limits a direction by its average. It drops an average of 0, and refuses peak and burst without an average.",
        source: "libvirt 9.0, observed: <inbound average='0'/> dropped; [35/0] Missing mandatory average or floor attributes; [67/0] 'peak' and 'burst' require 'average' attribute",
        reads: ["persistent.bandwidth"],
        check: ({ persistent: { bandwidth } }) =>
            (["inbound", "outbound"] as const).flatMap((direction) => {
                const rates: Bandwidth["inbound"] = bandwidth?.[direction];
                if (rates === undefined || (rates.average ?? 0) > 0) return [];
                const { average, peak, burst, floor = 0 } = rates;
                return findingIf([average, peak, burst].some((rate) => rate !== undefined) || floor === 0, {
                    property: `persistent.bandwidth.${direction}`,
                    found: rates,
                    problem: "has no average above 0",
                    allowed: `an average from 1 on${direction === "inbound" ? ", or a floor alone" : ""}`,
                    fix: `Set an average of 1 or more, or leave ${direction} out.`,
                });
            }),
    },
    {
        id: "bandwidth-floor-needs-network",
        severity: "error",
        libvirt: ["refuses"],
        says: "Only a network can guarantee a rate.",
        source: "libvirt 9.0, observed: [67/0] floor attribute is not supported for this config",
        reads: ["persistent.type", "persistent.bandwidth"],
        check: ({ persistent: { type, bandwidth } }) =>
            findingIf(type !== "network" && (bandwidth?.inbound?.floor ?? 0) > 0, {
                property: "persistent.bandwidth.inbound.floor",
                found: bandwidth?.inbound?.floor,
                problem: `is not possible with type ${type}`,
                allowed: `no value on a half of type ${type}`,
                fix: "Remove it, or connect the half to a network.",
            }),
    },
    {
        id: "filter-has-a-name",
        severity: "error",
        libvirt: ["does not start", "refuses"],
        says: "An interface refers to a filter by its name, and no filter has an empty name.",
        source: "libvirt 9.0, observed: at start [1/33] filter binding has no filter reference; against the schema [92/5]",
        reads: ["persistent.filterref"],
        check: ({ persistent: { filterref } }) =>
            findingIf(filterref?.filter === "", {
                property: "persistent.filterref.filter",
                found: "",
                problem: "is empty",
                allowed: "the name of a filter, such as clean-traffic",
                fix: "Set it, such as clean-traffic, or leave filterref out.",
            }),
    },
    {
        id: "filter-parameter-has-legal-characters",
        severity: "error",
        libvirt: ["drops", "refuses"],
        says: "libvirt accepts few characters in the name and the value of a filter parameter, and drops a parameter with others.",
        source: "libvirt 9.0, observed for every ASCII character; against the schema [92/5]; nwfilter_params.h VALID_VARNAME, VALID_VARVALUE",
        reads: ["persistent.filterref"],
        check: ({ persistent: { filterref } }) =>
            (filterref?.parameters ?? []).flatMap(({ name, value }, i) => [
                ...findingIf(!NAME.test(name), {
                    property: `persistent.filterref.parameters[${i}].name`,
                    found: name,
                    problem: name === "" ? "is empty" : 'has characters other than letters, digits and "_"',
                    allowed: 'letters, digits and "_"',
                    fix: "Write the name that the filter has after its $.",
                }),
                ...findingIf(!VALUE.test(value), {
                    property: `persistent.filterref.parameters[${i}].value`,
                    found: value,
                    problem: value === "" ? "is empty" : 'has characters other than letters, digits, "_", "." and ":"',
                    allowed: 'letters, digits, "_", "." and ":"',
                    fix: "Write one value, and repeat the parameter for each further value.",
                }),
            ]),
    },
);
