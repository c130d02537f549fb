import { HALVES, type Half } from "./halves";
import { MOVED, type Effect, type Plan, type Step } from "./plan";

/** What each half is called in a sentence. */
export const CALLED: Readonly<Record<Half, string>> = { persistent: "virtio half", transient: "VF half" };

/** What is said of a change that is made to a running guest. */
const SAYS: Readonly<Record<Exclude<Effect, "next boot" | "replaces">, (step: Step) => string>> = {
    now: ({ action, half, because }) => {
        if (action === "attach") return `the ${CALLED[half]} is plugged into the running guest`;
        if (action === "update") return `${because} in the running guest at once, without an interruption`;
        return `the ${CALLED[half]} is unplugged from the running guest`;
    },
    "re-plug": ({ because }) =>
        `${because} needs the VF half plugged in anew: the guest stays connected over the virtio half meanwhile`,
    interrupts: ({ half, because }) =>
        half === "persistent"
            ? `${because} needs the virtio half replaced: the guest loses this NIC for a moment`
            : `${because}: the VF half is plugged in anew too`,
};

/** What a plan comes to, for the person who reads a preview: one line for each effect, none where nothing happens. */
export function effects({ steps, pending }: Plan, nic: string, guest: string, isRunning: boolean): readonly string[] {
    const lines = [
        ...changes(steps.filter(({ layer }) => layer === "live")).map((step) => said(step)),
        // what the running guest has already, or gets at its next boot, is said of the definition alone
        ...changes(steps.filter(({ layer }) => layer === "config"))
            .filter(({ half }) => ![...steps, ...pending].some((step) => step.layer === "live" && step.half === half))
            .map((step) =>
                isRunning
                    ? `${inDefinition(step)} in the definition; the running guest has it so already`
                    : `${inDefinition(step)}, which the guest has when it boots next`,
            ),
        ...changes(pending).map((step) => `pending until the guest boots next: ${inDefinition(step)}`),
    ];
    return lines.map((line) => `${nic} on ${guest}: ${line}`);
}

/** One step for each half that changes. What moves only because the other half does has no line of its own. */
const changes = (steps: readonly Step[]): readonly Step[] =>
    HALVES.flatMap((half) => steps.find((step) => step.half === half) ?? []).filter(({ because }) => because !== MOVED);

function said(step: Step): string {
    return step.effect === "next boot" || step.effect === "replaces" ? inDefinition(step) : SAYS[step.effect](step);
}

const comesAnew = ({ because }: Step): boolean => because.includes("=>");

function inDefinition(step: Step): string {
    if (comesAnew(step)) return step.because;
    return step.action === "attach" ? `the ${CALLED[step.half]} is added` : `the ${CALLED[step.half]} is taken out`;
}
