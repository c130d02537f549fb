import { HALF_NAMES, HALVES, type Half } from "../rules";
import { MOVED, type Effect, type Plan, type Step } from "./plan";

type Told = Pick<Step, "action" | "half" | "because">;

/** What is said of a change, by what it does to the guest. */
const SAYS: Readonly<Record<Effect, (step: Told) => string>> = {
    now: ({ action, half, because }) => {
        if (action === "attach") return `the ${HALF_NAMES[half]} is plugged into the running guest`;
        if (action === "update") return `${because} in the running guest at once, without an interruption`;
        return `the ${HALF_NAMES[half]} is unplugged from the running guest`;
    },
    "re-plug": ({ because }) =>
        `${because} needs the VF half plugged in anew: the guest stays connected over the virtio half meanwhile`,
    interrupts: ({ half, because }) =>
        half === "persistent"
            ? `${because} needs the virtio half replaced: the guest loses this NIC for a moment`
            : `${because.replace(`, ${MOVED}`, "")}: the VF half is plugged in anew too`,
    "next boot": (step) => `${inDefinition(step)} when the guest boots next`,
    replaces: ({ because }) => `${because} replaces the pair: it is taken out there, then made here`,
};

/** What a plan comes to, for the person who reads a preview: one line for each effect, none where nothing happens. */
export function effects({ steps, pending }: Plan, isRunning: boolean): readonly string[] {
    const [live, config] = [
        steps.filter(({ layer }) => layer === "live"),
        steps.filter(({ layer }) => layer === "config"),
    ];
    const isTold = (half: Half): boolean => [...live, ...pending].some((step) => step.half === half);
    // of the definition only what is not said of the running guest; that a guest gets its NIC when it boots needs no saying
    const definition = changes(config).filter((step) => !isTold(step.half) && (isRunning || !isNew(step)));
    return [
        ...changes(live).map((step) => SAYS[step.effect](step)),
        ...definition.map((step) =>
            isRunning
                ? `${inDefinition(step)} in the definition; the running guest has it so already`
                : SAYS["next boot"](step),
        ),
        ...changes(pending).map((step) => `pending until the guest boots next: ${inDefinition(step)}`),
    ];
}

/** What is said of a pair that is replaced. */
export const replacement = (because: string): string =>
    SAYS.replaces({ action: "attach", half: "persistent", because });

/** What is said of a pair whose pool is replaced by one of the same name. */
export const FOLLOWS =
    "its pool is replaced: the VF half is given back before and plugged in anew after, and the guest stays connected over the virtio half meanwhile";

/** One step for each half that changes. What moves only because the other half does has no line of its own. */
const changes = (steps: readonly Step[]): readonly Step[] =>
    HALVES.flatMap((half) => steps.find((step) => step.half === half) ?? []).filter(({ because }) => because !== MOVED);

const namesChange = ({ because }: Told): boolean => because.includes(" => ");
const isNew = (step: Told): boolean => step.action === "attach" && !namesChange(step);

function inDefinition(step: Told): string {
    if (namesChange(step)) return step.because;
    return isNew(step) ? `the ${HALF_NAMES[step.half]} is added` : `the ${HALF_NAMES[step.half]} is taken out`;
}
