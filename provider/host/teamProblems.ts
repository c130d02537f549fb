import type { PairProblem } from "../documents";
import { HALF_NAMES } from "../rules";
import type { PairInGuest } from "./pairsOfGuest";

/** Says what keeps a team from forming of a pair, in its guest's definition and in the guest as it runs. */
export function problemsOf({ config, live }: PairInGuest): readonly string[] {
    const inDefinition = config.problems.map((problem) => sentenceOf(problem, false));
    const inGuest = (live?.problems ?? []).map((problem) => sentenceOf(problem, true));
    return [...new Set([...inDefinition, ...inGuest])];
}

function sentenceOf(problem: PairProblem, isRunning: boolean): string {
    switch (problem.kind) {
        case "half-missing": {
            const half = HALF_NAMES[problem.half];
            return isRunning ? `the guest runs without the ${half}` : `its definition has no ${half}`;
        }
        case "half-not-alone":
            return problem.half === "transient"
                ? `${problem.count} VF halves name ${problem.alias}, and a virtio half accepts one`
                : `${problem.count} interfaces have the alias ${problem.alias}, and a VF half needs a single one`;
        case "teaming-missing":
            return `${problem.alias} has no <teaming type="persistent">`;
        case "persistent-is-vf":
            return `${problem.alias} is a VF, and a virtio half cannot be one`;
        case "persistent-not-virtio":
            return `${problem.alias} has ${problem.model === undefined ? "no model" : `model ${problem.model}`}, and a virtio half has model virtio`;
        case "macs-differ":
            return `its halves have two MACs, ${problem.persistent} and ${problem.transient}`;
    }
}
