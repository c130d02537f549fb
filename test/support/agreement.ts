import type { Failure, RuleFacts } from "../../provider/rules";
import type { Defines, Refusal } from "./defines";

/** Something that the rules and libvirt both judge. */
export interface Input {
    readonly kind: "domain" | "network";
    readonly xml: string;
    /** What the rules find. */
    readonly failures: readonly Failure[];
}

/** An input, and what libvirt has against it. */
export interface Verdict extends Input {
    /** Where it is not held against the schemas. */
    readonly plain: Refusal | undefined;
    readonly validated: Refusal | undefined;
}

/** Something that libvirt refuses and our errors let pass, for a reason. */
export interface LetPass {
    readonly refusal: readonly [code: number, domain: number, message: RegExp];
    /** What stands in the document then. */
    readonly where: RegExp;
    readonly reason: string;
    /** The rule that warns of it, if one does. */
    readonly warns?: string;
}

export const ask = (libvirt: Defines, input: Input): Verdict => ({
    ...input,
    plain: libvirt[input.kind](input.xml, "plain"),
    validated: libvirt[input.kind](input.xml, "validated"),
});

/** Why libvirt refuses it. What its parser says tells more than what its schemas say. */
export const refusalOf = ({ plain, validated }: Verdict): Refusal | undefined => plain ?? validated;

export function letsPass({ refusal: [code, domain, message], where }: LetPass, verdict: Verdict): boolean {
    const refusal = refusalOf(verdict);
    return (
        refusal !== undefined &&
        refusal[0] === code &&
        refusal[1] === domain &&
        message.test(refusal[2]) &&
        where.test(verdict.xml)
    );
}

/** The rules that find something. */
export const brokenIn = ({ failures }: Input): readonly string[] => [...new Set(failures.map(({ rule }) => rule))];
export const errorsIn = ({ failures }: Input): readonly string[] => [
    ...new Set(failures.flatMap(({ rule, severity }) => (severity === "error" ? [rule] : []))),
];

export const mayBeRefused = ({ libvirt }: RuleFacts): boolean => libvirt.includes("refuses");
export const mayBeTaken = ({ libvirt }: RuleFacts): boolean => libvirt.some((answer) => answer !== "refuses");

/** Whether a rule says where it is written that libvirt answers with these codes. */
export const mentions = ({ says, source }: RuleFacts, [code, domain]: Refusal): boolean =>
    `${says} ${source}`.includes(`[${code}/${domain}]`);

/** A verdict in one line. */
export const told = (verdict: Verdict): string =>
    [
        brokenIn(verdict).join(" ") || "no rule",
        refusalOf(verdict)?.join(" ").replace(/\s+/g, " ") ?? "accepted",
        (verdict.kind === "network"
            ? verdict.xml
            : (verdict.xml.match(/<(interface|hostdev)\b[^]*?<\/\1>/g) ?? []).join("")
        ).replace(/\n\s*/g, ""),
    ].join(" | ");
