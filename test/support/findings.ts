import type { Properties } from "../../provider/lifecycle/kind";
import { formatMessage } from "../../provider/lifecycle/message";
import type { HookStack } from "./hookStack";

/** Of a warning, whose it is stands before it. */
const FINDING = /^(?:(?:network|teamed NIC) \S+: )?([^:]+(?: on \S+)?): found [^]*\[docs\/rules\.md#([a-z-]+); [^]*\]$/;
const inShort = (text: string): string => text.replace(FINDING, "$1 $2");

/** Each error's property and rule. */
export async function findings(stack: HookStack, program: Properties): Promise<readonly string[]> {
    const { failures } = await stack.check(program);
    return failures.map((failure) => inShort(formatMessage(failure)));
}

/** Each warning's property and rule, and whatever else the last run printed. */
export const warnings = (stack: HookStack): readonly string[] =>
    stack.lines.map((line) => inShort(line.replace(/^warning: /, "")));
