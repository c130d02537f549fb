import { isGone } from "../libvirt/errors";
import type { Libvirt, NetworkState } from "../libvirt/libvirt";
import { hostdevNetwork as table, type HostdevNetwork } from "../model/hostdevNetwork";
import { judge, levels, networkRules, type Levels } from "../rules";
import {
    amend,
    argument,
    decode,
    encode,
    node,
    opt,
    project,
    read,
    text,
    trueFalse,
    without,
    write,
    type FieldsOf,
    type XmlNode,
} from "../xml";
import { differences } from "./differences";
import { judgePool } from "./judgePool";
import type { Kind } from "./kind";
import { wholly } from "./undo";

/** What a program may say of a pool, beside what stands in its XML. */
interface OwnArgs {
    /**
     * Where libvirt is, e.g. `qemu+ssh://root@kvm1/system`. A change replaces the network.
     *
     * @default the stack's `libvirt:uri`, else the environment's LIBVIRT_DEFAULT_URI, else `qemu:///system`
     */
    readonly uri: string;
    /** Whether the network starts with the host. A change touches no guest. @default true */
    readonly autostart: boolean;
    /** Whether the network is started. Guests can take VFs only then. @default true */
    readonly active: boolean;
    /**
     * Rules whose severity is lowered, by id: `{ "pf-is-up": "off" }`, or `"warning"`. docs/rules.md has them all. Changing
     * it touches nothing on the host.
     *
     * @default the stack's `libvirt:rules`
     */
    readonly rules?: Levels;
    /** Whether to take over a network of that name that is there already, instead of failing. @default false */
    readonly adopt: boolean;
}
export type HostdevNetworkArgs = OwnArgs & Omit<HostdevNetwork, "uuid" | "metadata">;

export const hostdevNetworkFields: FieldsOf<HostdevNetworkArgs> = {
    uri: argument(text),
    ...without(table.fields, "uuid", "metadata"),
    autostart: argument(trueFalse),
    active: argument(trueFalse),
    rules: opt(node("", levels)),
    adopt: argument(trueFalse),
};

/** A change of these alone touches the definition and not the running network. */
const WITHOUT_RESTART: ReadonlySet<string> = new Set(["title", "description"]);

const DEFAULTS = {
    mode: "hostdev",
    managed: true,
    autostart: true,
    active: true,
    adopt: false,
} satisfies Partial<HostdevNetworkArgs>;

/** The XML that a pool is defined with where there was none. */
export const renderHostdevNetwork = (args: HostdevNetworkArgs): string => write(encode(table, args));

export const hostdevNetwork: Kind<HostdevNetworkArgs> = {
    title: "network",
    fields: hostdevNetworkFields,
    judge: (args, blocked) => judge(networkRules, args, blocked),
    declare(operation, { uri, name, active = true, pf, addresses, portgroups }) {
        if (uri !== undefined && name !== undefined)
            operation.declare({ uri, name, active, pf, addresses, portgroups });
    },
    judgeOnHost: judgePool,
    replaceOn: ["uri", "name"],

    withDefaults: (given) => ({ ...DEFAULTS, ...given }),

    async create(libvirt, want, begun) {
        const there = (await libvirt.networks()).find(({ name }) => name === want.name);
        if (there) {
            if (!want.adopt) {
                throw new Error(
                    `network ${JSON.stringify(want.name)} is on ${libvirt.uri} already, with uuid ${there.uuid}. Set adopt to true to take it over, or choose another name.`,
                );
            }
            await bring(libvirt, there, want);
            return { id: there.uuid, outputs: { uuid: there.uuid } };
        }
        const uuid = await wholly(async (done) => {
            const made = await libvirt.networkDefine(renderHostdevNetwork(want));
            begun({ id: made, outputs: { uuid: made } });
            done(`network ${want.name} is defined`, () => libvirt.networkUndefine(made));
            if (want.active) {
                await libvirt.networkStart(made);
                done(`network ${want.name} is started`, () => libvirt.networkStop(made));
            }
            if (want.autostart) await libvirt.networkAutostart(made, true);
            return made;
        });
        return { id: uuid, outputs: { uuid } };
    },

    async observe(survey, uuid, given) {
        const state = (await survey.networks()).find((network) => network.uuid === uuid);
        if (!state) return undefined;
        // undefined while it ran: libvirt shows what is left of it in place of the definition that is gone
        const host = state.persistent ? decode(table, await survey.definition(uuid)).model : { name: state.name };
        return {
            args: {
                ...project(hostdevNetworkFields, given, host),
                autostart: state.autostart,
                active: state.active,
            } as HostdevNetworkArgs,
            outputs: { uuid },
        };
    },

    async update(libvirt, uuid, was, want) {
        const state = await stateOf(libvirt, uuid);
        if (!state)
            throw new Error(
                `network ${JSON.stringify(want.name)} (${uuid}) is gone from ${libvirt.uri}. Run pulumi refresh, and up makes it again.`,
            );
        await bring(libvirt, state, want, was);
        return { uuid };
    },

    async delete(libvirt, uuid) {
        const state = await stateOf(libvirt, uuid);
        if (!state) return;
        await wholly(async (done) => {
            if (state.active) {
                await unlessGone(libvirt.networkStop(uuid));
                if (state.persistent) done(`network ${state.name} is stopped`, () => libvirt.networkStart(uuid));
            }
            if (state.persistent) await unlessGone(libvirt.networkUndefine(uuid));
        });
    },
};

/** Changes a network that is there: definition, then restart where one is needed, then autostart. */
async function bring(
    libvirt: Libvirt,
    state: NetworkState,
    want: HostdevNetworkArgs,
    was?: HostdevNetworkArgs,
): Promise<void> {
    const { uuid, name } = state;
    const before = await definition(libvirt, uuid);
    const after = amend(table, before, want, was);
    const changed = differences(decode(table, before).model, decode(table, after).model).map(({ path }) => path);
    const redefine = changed.length > 0 || !state.persistent;
    const restart = state.active && (!want.active || changed.some((key) => !WITHOUT_RESTART.has(key)));

    await wholly(async (done) => {
        if (redefine) {
            await libvirt.networkDefine(write(after));
            done(`network ${name} has its new definition`, () =>
                state.persistent ? libvirt.networkDefine(write(before)) : libvirt.networkUndefine(uuid),
            );
        }
        if (restart) {
            await libvirt.networkStop(uuid);
            done(`network ${name} is stopped`, async () => {
                await libvirt.networkDefine(write(before)); // the new definition may be what does not start
                await libvirt.networkStart(uuid);
            });
        }
        if (want.active && (restart || !state.active)) {
            await libvirt.networkStart(uuid);
            done(`network ${name} is started`, () => libvirt.networkStop(uuid));
        }
        if (want.autostart !== state.autostart) await libvirt.networkAutostart(uuid, want.autostart);
    });
}

const stateOf = async (libvirt: Libvirt, uuid: string): Promise<NetworkState | undefined> =>
    (await libvirt.networks()).find((network) => network.uuid === uuid);

const definition = async (libvirt: Libvirt, uuid: string): Promise<XmlNode> =>
    read(await libvirt.networkXml(uuid), `network ${uuid} on ${libvirt.uri}`);

async function unlessGone(call: Promise<void>): Promise<void> {
    try {
        await call;
    } catch (error) {
        if (!isGone(error)) throw error;
    }
}
