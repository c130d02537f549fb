import fc from "fast-check";
import { command, type Command } from "./commands";
import type { Layer } from "./hand";
import type { Model } from "./model";
import { devicesIn, halvesOf, ROLES, xmlOf, type Device, type Role } from "./pair";
import { isGone, type Scene } from "./scene";

/** A device with what is changed of it, in a model and in libvirt's XML alike. */
interface Edit {
    readonly what: string;
    readonly device: (before: Device) => Device;
    readonly xml: (before: string) => string;
}

const EDITS: readonly Edit[] = [
    {
        what: "another alias",
        device: (one) => ({ ...one, alias: "ua-hand" }),
        xml: (one) => one.replace(/<alias name='[^']*'/, "<alias name='ua-hand'"),
    },
    {
        what: "another MAC",
        device: (one) => ({ ...one, mac: "52:54:00:00:00:07" }),
        xml: (one) => one.replace(/<mac address='[^']*'/, "<mac address='52:54:00:00:00:07'"),
    },
    {
        what: "no team",
        device: (one) => ({ ...one, role: undefined, partner: undefined }),
        xml: (one) => one.replace(/<teaming[^>]*>/, ""),
    },
];
const VLAN: Edit = {
    what: "VLAN 9",
    device: (one) => ({ ...one, vlan: 9 }),
    xml: (one) => one.replace(/<vlan>[^]*<\/vlan>/, "").replace("<model", "<vlan><tag id='9'/></vlan><model"),
};
const NETWORK: Edit = {
    what: "another network",
    device: (one) => ({ ...one, network: "br2" }),
    xml: (one) => one.replace("<source network='br'", "<source network='br2'"),
};

/** Changes a half of the definition by hand. */
const edited = (role: Role, { what, device, xml }: Edit): Command =>
    command(
        `${what} of the ${role} half by hand`,
        (model) => {
            const half = model.found("definition")[role];
            const after = half && device(half);
            // two with one alias libvirt does not take
            return after?.alias !== undefined && isFree(model, after.alias, half);
        },
        (model, { hand }) => {
            const half = model.found("definition")[role];
            if (!half) return;
            const guest = hand.dump("definition");
            const before = devicesIn(guest).find((one) => one.device.alias === half.alias)?.xml ?? "";
            hand.define(guest.replace(before, () => xml(before)));
            model.edit("definition", (all) => all.map((one) => (one === half ? device(one) : one)));
        },
    );
const isFree = ({ definition }: Model, alias: string | undefined, but?: Device): boolean =>
    !definition.some((one) => one !== but && one.alias === alias);

/** Takes a half away by hand. */
const detached = (role: Role, layer: Layer): Command =>
    command(
        `the ${role} half out of the ${layer} by hand`,
        (model) => model.found(layer)[role]?.alias !== undefined,
        async (model, scene) => {
            const half = model.found(layer)[role];
            if (half?.alias === undefined) return;
            scene.hand.detach(layer, half.alias);
            if (layer === "live") await isGone(scene, half.alias);
            model.edit(layer, (all) => all.filter((one) => one !== half));
        },
    );

/** Puts a device into the definition by hand, and into the guest where it runs. */
function attach(model: Model, { hand }: Scene, device: Device): void {
    hand.attach("definition", xmlOf(device));
    model.edit("definition", (all) => [...all, device]);
    if (!model.live) return;
    hand.attach("live", xmlOf(device));
    model.edit("live", (all) => [...all, device]);
}

const halfByHand = (role: Role): Command =>
    command(
        `the ${role} half into the guest by hand`,
        ({ program, definition, live }) =>
            program !== undefined &&
            live === undefined &&
            !definition.some(({ alias }) => alias === halvesOf(program)[role].alias),
        (model, scene) => {
            if (model.program) attach(model, scene, halvesOf(model.program)[role]);
        },
    );

const foreign = fc
    .record({
        alias: fc.constantFrom("ua-x", "ua-net0", "ua-net1", "ua-net1-vf"),
        mac: fc.constantFrom("52:54:00:00:00:08", "52:54:00:00:00:08", "52:54:00:aa:bb:01"),
        role: fc.constantFrom(undefined, undefined, "persistent"),
    })
    .map((device): Device => ({ ...device, network: "br" }));
const foreignByHand = (device: Device): Command =>
    command(
        `another NIC ${JSON.stringify(device)} by hand`,
        (model) => model.live === undefined && isFree(model, device.alias),
        (model, scene) => {
            attach(model, scene, device);
        },
    );

const role = fc.constantFrom(...ROLES);
/** What somebody does to a definition. */
export const ofDefinition: readonly fc.Arbitrary<Command>[] = [
    fc.tuple(role, fc.constantFrom(...EDITS)).map((all) => edited(...all)),
    fc.constantFrom(edited("transient", VLAN), edited("persistent", NETWORK)),
    role.map((one) => detached(one, "definition")),
    fc.constantFrom(...ROLES).map(halfByHand),
    foreign.map(foreignByHand),
];
/** What somebody does to a guest that runs. */
export const ofRunning: readonly fc.Arbitrary<Command>[] = [role.map((one) => detached(one, "live"))];
