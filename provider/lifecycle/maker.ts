/** Stands between a stack and a resource's name. */
const BETWEEN = "::";
export const makerOf = (stack: string, name: string): string => `${stack}${BETWEEN}${name}`;

/** Takes a maker apart. */
export function partsOf(madeBy: string): { readonly stack: string; readonly name: string } {
    const [stack = "", ...name] = madeBy.split(BETWEEN);
    return { stack, name: name.join(BETWEEN) };
}

/** Words for a maker, e.g. `resource vfpool of stack infra/prod`, or of this stack where that asks. */
export function makerWords(madeBy: string, asking: string | undefined): string {
    const { stack, name } = partsOf(madeBy);
    const isSame = asking !== undefined && partsOf(asking).stack === stack;
    return `resource ${name} of ${isSame ? "this stack" : `stack ${stack}`}`;
}
