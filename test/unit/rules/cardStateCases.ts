import type { CardState } from "../../../provider/rules";
import type { CasesOf } from "../../support/cases";

const VFS = ["0000:07:10.0", "0000:07:10.1"];
const whole: CardState = {
    pf: { name: "enp7s0f0", exists: true, vfs: VFS },
    listed: VFS,
    missing: [],
    recorded: VFS,
    pending: [],
};
const stopped: CardState = { pf: { name: "enp7s0f0", exists: true, vfs: VFS }, recorded: VFS };
const pf = (change: Partial<NonNullable<CardState["pf"]>>): CardState => ({
    ...whole,
    pf: { name: "enp7s0f0", exists: true, vfs: VFS, ...change },
});
const unknown: CardState = {};

export const cardStateCases: CasesOf<"cardState"> = {
    "pf-keeps-its-name": {
        keeps: [pf({ name: "ens1f0" }), whole, stopped, unknown],
        breaks: [
            [{ pf: { name: "enp7s0f0", exists: false, currentNames: ["ens1f0"] } }, ["pf", "enp7s0f0"]],
            [{ pf: { name: "enp7s0f0", exists: false, currentNames: ["eth3", "ens1f0"] } }, ["pf", "enp7s0f0"]],
            [{ pf: { name: "enp7s0f0", exists: false } }, ["pf", "enp7s0f0"]],
        ],
    },
    "pf-stays-up": {
        keeps: [pf({ link: "up" }), whole, stopped, unknown],
        breaks: [[pf({ link: "down" }), ["pf", "enp7s0f0"]]],
    },
    "card-keeps-its-vfs": {
        keeps: [
            whole,
            stopped,
            unknown,
            { pf: { name: "enp7s0f0", exists: false }, recorded: VFS },
            { pf: { name: "enp7s0f0", exists: true, vfs: [] } },
            { recorded: VFS },
            { ...whole, recorded: ["0000:07:10.0"] },
        ],
        breaks: [
            [pf({ vfs: ["0000:07:10.0"] }), ["vfs", 1]],
            [{ ...stopped, pf: { name: "enp7s0f0", exists: true, vfs: [] } }, ["vfs", 0]],
        ],
    },
    "listed-vfs-exist": {
        keeps: [whole, stopped, unknown],
        breaks: [
            [{ ...whole, missing: ["0000:07:10.1"] }, ["vfs", "0000:07:10.1"]],
            [{ listed: VFS, missing: VFS }, ["vfs", "0000:07:10.0, 0000:07:10.1"]],
        ],
    },
    "pool-lists-every-vf": {
        keeps: [whole, stopped, unknown, pf({ vfs: ["0000:07:10.0"] }), { listed: VFS }],
        breaks: [
            [{ ...whole, listed: ["0000:07:10.0"] }, ["vfs", 1]],
            [{ ...whole, listed: [] }, ["vfs", 0]],
        ],
    },
    "pool-runs-as-defined": {
        keeps: [whole, stopped, unknown],
        breaks: [
            [{ ...whole, pending: ["vlan 42 => 44"] }, ["running", "vlan 42 => 44"]],
            [
                { pending: ["vlan 42 => 44", "trustGuestRxFilters none => true"] },
                ["running", "vlan 42 => 44, trustGuestRxFilters none => true"],
            ],
        ],
    },
};
