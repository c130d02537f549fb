import { catalogue, type RuleFacts, type Subject } from "../provider/rules";
import { ruleExamples, type Example } from "./examples";
import { FIXES, INTRODUCTION, SUBJECTS, versions, when, why } from "./words";

/** Returns docs/rules.md: each rule has a section with its id as heading. */
export function rulesDocument(): string {
    const examples = ruleExamples();
    const subjects = Object.keys(catalogue) as Subject[];
    return `${[
        INTRODUCTION,
        "## Contents",
        "A rule is an error unless its entry says otherwise.",
        subjects.map(contents).join("\n"),
        ...subjects.map((subject) => {
            const [heading, introduction] = SUBJECTS[subject];
            const sections = catalogue[subject].map((rule) => section(rule, examples.get(rule.id)));
            return [`## ${heading}`, introduction, ...sections].join("\n\n");
        }),
    ].join("\n\n")}\n`;
}

function contents(subject: Subject): string {
    const [heading] = SUBJECTS[subject];
    const rules = catalogue[subject].map(
        ({ id, severity }) => `[${id}](#${id})${severity === "error" ? "" : ` (${severity})`}`,
    );
    return `- **[${heading}](#${heading.toLowerCase().replaceAll(" ", "-")}):**\n  ${rules.join(" ·\n  ")}`;
}

function section(rule: RuleFacts, example: Example | undefined): string {
    const time = when(rule);
    return [
        `### ${rule.id}`,
        `**${capital(rule.severity)}:** ${prose(rule.says)}`,
        ...(example ? [["```diff", ...example.lines, "```"].join("\n")] : []),
        [
            `- **Why:** ${why(rule)}`,
            ...(time === undefined ? [] : [`- **Judged:** ${time}`]),
            ...versions(rule).map((line) => `- **Versions:** ${prose(line)}`),
            `- **Fix:** ${(example?.fixes ?? [FIXES[rule.id] ?? ""]).map(prose).join(" ")}`,
            `- **Source:** ${prose(rule.source)}`,
        ].join("\n"),
    ].join("\n\n");
}

const capital = (text: string): string => text.charAt(0).toUpperCase() + text.slice(1);

/** Returns words of a message in Markdown: elements as code, pages as links. It leaves existing code alone. */
const prose = (text: string): string =>
    text
        .split(/(`[^`]*`)/)
        .map((part) =>
            part.startsWith("`")
                ? part
                : part
                      .replaceAll(/<[^<>]+>/g, "`$&`")
                      .replaceAll(/\b(?:libvirt\.org|wiki\.qemu\.org)\/[^\s;,)]+/g, "[$&](https://$&)"),
        )
        .join("");
