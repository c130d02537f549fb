import {
    firstVersion,
    inWords,
    VERSION_FACTS,
    type VersionFact,
    type VersionFactName,
} from "../provider/model/versions";
import { levels, type Answer, type RuleFacts, type Subject } from "../provider/rules";

/** Words of docs/rules.md beside those of the rules. */

/** Heading of each subject, and what its rules are about. */
export const SUBJECTS: Readonly<Record<Subject, readonly [heading: string, introduction: string]>> = {
    network: [
        "Pools of VFs",
        "These rules check a `HostdevNetwork`, or a `<network>` with forward mode hostdev. They need no host.",
    ],
    pair: ["Pairs", "These rules check both halves of a `TeamedNic`, or two interfaces with `<teaming>`."],
    persistent: [
        "The virtio half",
        "These rules check `persistent`, the half that stays in the guest while it migrates.",
    ],
    transient: ["The VF half", "These rules check `transient`, the half that leaves the guest while it migrates."],
    guest: [
        "The guest",
        "These rules check the guest of a pair: its other devices share aliases, MACs, VFs and PCI buses with the pair.",
    ],
    document: [
        "Documents",
        "These rules check the text of a document for mistakes that only XML can have. `lint` finds them.",
    ],
    host: [
        "The host",
        "These rules check a pool or a pair against its host, and a pair against each host in `migratesTo`. The examples show facts of the host.",
    ],
    migration: [
        "Migration",
        "These rules check for other obstacles to a migration, on the guest and on the target host.",
    ],
    program: ["The program", "These rules check all pools and pairs of one program together, on all their hosts."],
    arguments: ["Arguments", "These rules check the arguments themselves, before libvirt is asked."],
};

const DOES: Readonly<Record<Answer, string>> = {
    refuses: "refuses it",
    drops: "drops it without an error",
    "does not start": "accepts it and fails at the start",
    accepts: "accepts it and fails in use",
};
const ALONE: Readonly<Record<Answer, string>> = {
    refuses: "libvirt refuses it in the middle of an update, one mistake at a time.",
    drops: "libvirt drops it without an error. The call succeeds, and the setting is missing.",
    "does not start":
        "libvirt accepts it without an error. The guest or the pool fails when it starts, perhaps weeks later.",
    accepts: "libvirt accepts it without an error. The mistake shows only in use.",
};
const ORDER: readonly Answer[] = ["refuses", "drops", "does not start", "accepts"];

/** Returns why the rule exists: what libvirt does without it. */
export function why({ libvirt }: Pick<RuleFacts, "libvirt">): string {
    const [first, ...others] = ORDER.filter((answer) => libvirt.includes(answer));
    if (first === undefined) return "This package sets the limit. libvirt is not asked.";
    const last = others.pop();
    if (last === undefined) return ALONE[first];
    const before = [first, ...others].map((answer) => DOES[answer]).join(", ");
    return `libvirt ${before}, or ${DOES[last]}, depending on the case.`;
}

/** Returns when a rule is judged; undefined for a rule that is judged always, with one severity. */
export function when({ id, needs, atStart, ofDrift }: RuleFacts): string | undefined {
    const host = "on the host. If the host does not answer, the preview warns and skips the rule.";
    if (ofDrift)
        return "on the host, each time an existing pool is compared with its host. No up fixes it. Without facts about the card, the rule is skipped.";
    if (atStart)
        return `${host} The rule must hold when the pair is attached. It is a warning while the guest is shut off, and on the hosts in \`migratesTo\`.`;
    if (needs) return host;
    if (!Object.hasOwn(levels.fields, id)) return "always. It cannot be lowered.";
    return undefined;
}

/** Returns on which versions of libvirt a rule holds, a line for each fact; none where it holds on all. */
export function versions({ before, newer, byVersion = [] }: RuleFacts): readonly string[] {
    return [
        ...(before ? [`libvirt before ${inWords(firstVersion(before))} only. A newer libvirt ${says(before)}.`] : []),
        ...(newer ? [`libvirt since ${inWords(firstVersion(newer.does))} ${says(newer.does)}.`] : []),
        ...byVersion.map(duration),
    ];
}

function duration(name: VersionFactName): string {
    const { since, until }: VersionFact = VERSION_FACTS[name];
    const first = since === undefined ? [] : [`since ${inWords(since)}`];
    const last = until === undefined ? [] : [`until ${inWords(until)} (excluded)`];
    return `libvirt ${[...first, ...last].join(" and ")} ${says(name)}.`;
}

const says = (name: VersionFactName): string => VERSION_FACTS[name].says;

/** Remedies of rules without a model, which have no example. */
export const FIXES: Readonly<Record<string, string>> = {
    "unknown-argument": "Remove it, or correct its spelling. The message lists the known arguments.",
    "missing-argument": "Set it. The message says which value it accepts.",
    "argument-shape": "Use a value of the type in the message, such as a number instead of a text.",
    "xml-shape": "Write the value in the message, or leave the element or attribute out.",
};

export const INTRODUCTION = `# Rules

<!-- Written by \`npm run docs\` from provider/rules and test/unit/rules. Change those. -->

libvirt accepts some mistakes without an error, drops some, and refuses others too late. A preview checks resources
against these rules and shows all findings at once, before it changes anything. \`lint\` checks XML files against the
rules that need no host. Each message ends with the id of its rule, such as \`[mac-is-free]\`, which is a heading here.

**Errors and warnings.** An error can never work, or libvirt drops the setting: the preview fails. A warning works with
a surprise: the preview shows it and continues.

**To lower a rule**, make an error a \`warning\`, or turn either \`off\`. No rule can be raised.

\`\`\`sh
pulumi config set --path 'libvirt:rules.mac-is-free' warning # for a stack
npx pulumi-libvirt-teaming lint --rule mac-once-in-guest=off # for a run of lint
\`\`\`

One resource lowers a rule with its argument \`rules: { "mac-is-free": "warning" }\`.

**When rules are judged.** A rule waits while one of its values is unknown or has the wrong shape. The output of a
resource that does not exist yet is such a value. Rules that need a host are judged only if there is no other error,
and only for new or changed resources, unless the rule says otherwise. An unreachable host is a warning and fails no
rule. The provider checks a half against its host once more, right before it attaches the half to a running guest.

**To read an example.** \`-\` is wrong and \`+\` is right. Examples show only the values that the rule reads, so most
are parts of an element. \`[67/20]\` in a source is libvirt's error code and domain (virterror.h).`;
