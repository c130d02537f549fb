import { isDeepStrictEqual } from "node:util";
import type { NetworkState } from "../../provider/libvirt/libvirt";
import { hostdevNetworkFields, withHostdevNetworkDefaults } from "../../provider/hostdevNetwork/args";
import { differences, formatDifference } from "../../provider/lifecycle/differences";
import type { Properties } from "../../provider/lifecycle/kind";
import { hostdevNetwork } from "../../provider/model/hostdevNetwork";
import { nic } from "../../provider/model/interface";
import { withTeamedNicDefaults } from "../../provider/teamedNic/args";
import { decode, defined, project, type Fields, type XmlNode } from "../../provider/xml";

/** Fields of a half that follow from the pair, or that a program cannot say of it. */
const IMPLIED = {
    persistent: ["type", "mac", "teaming", "persistent", "address", "managed"],
    transient: ["type", "mac", "teaming", "persistent", "model"],
} as const;

/**
 * Returns the arguments that say what a host has of a pool, without those that have their default. It says too what is the
 * same as its absence, such as `<port isolated="no"/>`: up would write the definition without it.
 */
export function argumentsOfPool(definition: XmlNode, { name, autostart, active }: NetworkState): Properties {
    const defaults = withHostdevNetworkDefaults({});
    const { model } = decode(hostdevNetwork, definition);
    const found = project(hostdevNetworkFields, Object.assign({}, defaults, model), model) as Properties;
    return unlessDefault(Object.assign({}, found, { autostart, active }), Object.assign({ name }, defaults));
}

/** The halves of a pair as the definition of a guest has them. */
export interface DefinedHalves {
    readonly persistent: XmlNode | undefined;
    readonly transient: XmlNode | undefined;
}

/** Returns the arguments that say what a guest has of a pair of this name, without those that have their default. */
export function argumentsOfPair(name: string, halves: DefinedHalves): Properties {
    const persistent = modelOf(halves.persistent);
    const transient = modelOf(halves.transient);
    return defined({
        mac: transient?.["mac"] ?? persistent?.["mac"],
        persistent: persistent && halfArguments("persistent", name, persistent),
        transient: transient && halfArguments("transient", name, transient),
    });
}

function halfArguments(half: keyof typeof IMPLIED, name: string, model: Properties): Properties {
    const source = defined({ address: model["address"] });
    const filled = withTeamedNicDefaults({ name, [half]: source })[half] as Properties;
    const alias = name === "" ? undefined : filled["alias"];
    const defaults = defined({ model: filled["model"], managed: filled["managed"], alias });
    const found = project(nic.fields as Fields, defaults, model) as Properties;
    const implied: readonly string[] = IMPLIED[half];
    return Object.fromEntries(Object.entries(unlessDefault(found, defaults)).filter(([key]) => !implied.includes(key)));
}

/** Returns what up would change of the definition, for what a program cannot say. */
export function changesOfPair(name: string, args: Properties, halves: DefinedHalves): readonly string[] {
    const desired = withTeamedNicDefaults({ name, ...args });
    return (["persistent", "transient"] as const).flatMap((half) => {
        const model = modelOf(halves[half]);
        if (!model) return [];
        const wanted = desired[half] as Properties;
        const actual = project(nic.fields as Fields, wanted, model);
        return differences(actual, wanted, half).map(formatDifference);
    });
}

const modelOf = (node: XmlNode | undefined): Properties | undefined => node && decode(nic, node).model;

const unlessDefault = (args: Properties, defaults: Properties): Properties =>
    Object.fromEntries(Object.entries(args).filter(([key, value]) => !isDeepStrictEqual(value, defaults[key])));
