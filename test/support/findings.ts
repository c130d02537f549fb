import type { Properties } from "../../provider/lifecycle/kind";
import type { Message } from "../../provider/lifecycle/message";
import type { HookStack } from "./hookStack";

/** A finding as its property and rule, e.g. `vlan pool-vlan-in-range`; of any other message its id. */
export const inShort = ({ id, facts: { property } }: Message): string =>
    typeof property === "string" ? `${property} ${id}` : id;

/** Each error's property and rule. */
export async function findings(stack: HookStack, program: Properties): Promise<readonly string[]> {
    const { failures } = await stack.check(program);
    return failures.map(inShort);
}

/** What was told in the last run, in the same form. */
export const warnings = (stack: HookStack): readonly string[] => stack.told.map(({ message }) => inShort(message));
