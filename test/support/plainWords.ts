const WORDS = [
    "anew|gone|held|couple|in silence|without a word|has it so|puts? right|plug(ged|s)? in|nobody|any more",
    "(take[sn]?|took|give[sn]?|gave|put) back|(given|taken) back",
    "tap half|hostdev half|(persistent|transient) half|VF network|live XML|what runs",
].join("|");

/** Words that no sentence of the project has: each has a plainer one. Ids of rules, such as `libvirt-knows-teams`, may have them. */
export const FORBIDDEN = new RegExp(`(?<![-\\w])(${WORDS}|teams?|not there|there is none)(?![-\\w])`, "i");

/** The same for messages, which are too short for "there". */
export const FORBIDDEN_IN_MESSAGES = new RegExp(`\\b(${WORDS}|teams?|there|no more)\\b`, "i");

/** Openings of a sentence that put something before its subject. */
export const INVERTED = /^(Of|What|Where|In which|Beside)\b/;

/** Returns the sentences of a Markdown document, without headings, code, and what is quoted. */
export const sentencesOfDocument = (text: string): readonly string[] =>
    text
        .replaceAll(/^ *```[^]*?^ *```$|<!--[^]*?-->|^#.*$|^\*\*Source:.*$/gm, "")
        .replaceAll(/`[^`]*`|"[^"\n]*"/g, "X")
        .replaceAll(/\[([^\]]*)\]\([^)]*\)/g, "$1")
        .replaceAll(/^( {4}| *\|[ |:-]*\|$).*$/gm, "")
        .replaceAll("**", "")
        .split(/\n\s*\n|^\s*[-|]+\s|\s\|\s|\|$/m)
        .flatMap((block) => block.replaceAll(/\s+/g, " ").split(/(?<=[.:!?])\s/))
        .map((sentence) => sentence.trim())
        .filter((sentence) => sentence !== "");
