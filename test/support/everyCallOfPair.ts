import assert from "node:assert/strict";
import type { Change } from "./everyCall";
import type { GuestBench } from "./guest";

/** The life of a pair. */
export const changesTo = (bench: GuestBench): readonly Change[] => [
    { what: "as it is made", to: () => bench.program() },
    { what: "as its VF gets a VLAN", from: () => bench.program(), to: () => bench.program({}, { vlan: 42 }) },
    { what: "as it is deleted", from: () => bench.program() },
];
/** That its guest has no half of it, unless the state says so. */
export const wholeIn = (bench: GuestBench) => async (): Promise<void> => {
    const halves = (await bench.interfaces()).filter((xml) => xml.includes("<teaming "));
    if (bench.stack.state === undefined) assert.ok([0, 2].includes(halves.length), halves.join("\n"));
};
