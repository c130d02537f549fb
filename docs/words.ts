import { levels, type Answer, type RuleFacts, type Subject } from "../provider/rules";

/** Words of docs/rules.md beside those of the rules. */

/** Heading of each subject, and what its rules are about. */
export const SUBJECTS: Readonly<Record<Subject, readonly [heading: string, introduction: string]>> = {
    network: [
        "Pools of VFs",
        "Of a `HostdevNetwork`, or a `<network>` with forward mode hostdev, without a look at any host.",
    ],
    pair: ["Pairs", "Of both halves of a `TeamedNic`, or of two interfaces with `<teaming>`, and of the two together."],
    persistent: ["The virtio half", "Of `persistent`: the half that is always there, also while the guest migrates."],
    transient: ["The VF half", "Of `transient`: the half that leaves the guest while it migrates."],
    guest: ["The guest", "Of the guest around a team, whose other devices share its aliases, MACs, VFs and PCI buses."],
    document: ["Documents", "Of the text of a document: what a program cannot get wrong, and `lint` finds."],
    host: [
        "The host",
        "What a pool or a pair needs of its host, and a pair of each host in `migratesTo`; the examples are what was found there.",
    ],
    migration: ["Migration", "What else keeps a guest from migrating, or an older host from taking it."],
    program: ["The program", "What the pools and pairs of one program have to keep together, on all their hosts."],
    arguments: ["Arguments", "Of the arguments themselves, whatever libvirt would make of them."],
};

const DOES: Readonly<Record<Answer, string>> = {
    refuses: "refuses it",
    drops: "drops it in silence",
    "does not start": "takes it and fails at the start",
    accepts: "accepts it and fails later, in use",
};
const ALONE: Readonly<Record<Answer, string>> = {
    refuses: "libvirt refuses it, but in the middle of an update, and one mistake at a time.",
    drops: "libvirt drops it in silence: it answers that all is well, and what was asked for is not there.",
    "does not start":
        "libvirt takes it without a word; what was defined fails when it is started, perhaps weeks later.",
    accepts: "libvirt accepts it without a word; what is wrong shows only in use.",
};
const ORDER: readonly Answer[] = ["refuses", "drops", "does not start", "accepts"];

/** Returns why the rule exists: what libvirt does without it. */
export function why({ libvirt }: Pick<RuleFacts, "libvirt">): string {
    const [first, ...others] = ORDER.filter((answer) => libvirt.includes(answer));
    if (first === undefined) return "It is this package's own limit; libvirt is not asked.";
    const last = others.pop();
    if (last === undefined) return ALONE[first];
    const before = [first, ...others].map((answer) => DOES[answer]).join(", ");
    return `It depends on the case: libvirt ${before}, or ${DOES[last]}.`;
}

/** Returns when a rule is judged; undefined for a rule that is judged always, with one severity. */
export function when({ id, needs, atStart, ofDrift }: RuleFacts): string | undefined {
    const host = "on the host; where the preview cannot ask it, the rule waits, with a warning.";
    if (ofDrift)
        return "on the host, of a pool that is there, whenever it is compared with its host; no up mends it. Where libvirt does not tell of the card, the rule waits.";
    if (atStart)
        return `${host} It has to hold when the pair is plugged in: while the guest is shut off, and on the hosts in \`migratesTo\`, it is a warning.`;
    if (needs) return host;
    if (!Object.hasOwn(levels.fields, id)) return "always; it cannot be lowered.";
    return undefined;
}

/** Remedies of rules without a model, which have no example. */
export const FIXES: Readonly<Record<string, string>> = {
    "unknown-argument": "Remove it, or correct its spelling; the message lists the arguments that there are.",
    "missing-argument": "Give it; the message says what it takes.",
    "argument-shape": "Write what the message says is allowed, such as a number instead of a text.",
    "xml-shape": "Write what the message says is allowed, or leave the element or attribute out.",
};

export const INTRODUCTION = `# Rules

<!-- Written by \`npm run docs\` from provider/rules and test/unit/rules. Change those. -->

What libvirt accepts in silence, drops, or refuses only later. A preview holds resources against these rules, and tells
all that it finds at once, before anything is touched; \`lint\` holds XML files against those that need no host. Each
message ends with the rule's place in this document: \`[docs/rules.md#mac-is-free; …]\`.

**Errors and warnings.** An error can never work, or is silently lost: the preview fails. A warning works, and surprises:
the preview says so and goes on.

**To lower a rule**, make an error a \`warning\`, or turn either \`off\`. No rule can be raised.

\`\`\`sh
pulumi config set --path 'libvirt:rules.mac-is-free' warning # for a stack
npx pulumi-libvirt-teaming lint --rule mac-once-in-guest=off # for a run of lint
\`\`\`

For one resource there is its argument \`rules: { "mac-is-free": "warning" }\`.

**When they are judged.** A rule waits while a value that it looks at is not known yet, as an output of a resource that
is still to be made, or has the wrong shape. Rules that need a host are judged where there is no other error, and only of
what is made or changed, unless it is said of the rule; a host that cannot be reached is a warning, and fails no rule. What is plugged into a running guest
is held against its host once more, right before.

**To read an example.** \`-\` is wrong and \`+\` is right. Examples show what the rule looks at and nothing else, so most
are parts of an element. \`[67/20]\` in a source is libvirt's error code and domain (virterror.h).`;
