/** Longest name that is written, so that a declaration fits a line. */
const LONGEST = 40;

/** Words that no variable of a module can be called by, and the names that the program imports. */
const TAKEN: readonly string[] = [
    ..."arguments await break case catch class const continue debugger default delete do else enum eval export extends".split(
        " ",
    ),
    ..."false finally for function if implements import in instanceof interface let new null package private".split(
        " ",
    ),
    ..."protected public return static super switch this throw true try typeof undefined var void while with yield".split(
        " ",
    ),
    ..."exports module require pulumi HostdevNetwork TeamedNic VfPool".split(" "),
];

/** Giver of names, each of which it gives once. */
export class Names {
    readonly #variables = new Set(TAKEN);
    readonly #resources = new Set<string>();

    /** Returns a variable that reads like the words, e.g. `web1Net0` for `web1` and `net0`. */
    variable(...words: readonly string[]): string {
        const parts = words.flatMap((word) => word.match(/[A-Za-z0-9]+/g) ?? []);
        const name = parts.map((part, i) => (i === 0 ? lowerFirst(part) : upperFirst(part))).join("");
        return free(this.#variables, (/^[A-Za-z]/.test(name) ? name : `_${name}`).slice(0, LONGEST), "");
    }

    /** Returns the name of a resource that reads like the words, e.g. `web1-net0`. */
    resource(...words: readonly string[]): string {
        const name = words.join("-").replace(/[^A-Za-z0-9_.-]+/g, "-");
        return free(this.#resources, name.slice(0, LONGEST), "-");
    }
}

function free(taken: Set<string>, name: string, before: string): string {
    let one = name;
    for (let i = 2; taken.has(one); i++) one = `${name}${before}${i}`;
    taken.add(one);
    return one;
}

const lowerFirst = (text: string): string => text.charAt(0).toLowerCase() + text.slice(1);
const upperFirst = (text: string): string => text.charAt(0).toUpperCase() + text.slice(1);
