import { begin } from "./begin"; // first
import { assertInstalled, close, connect, type Libvirt } from "../../provider/libvirt";
import { hooksFor, type World } from "../../provider/lifecycle/hooks";
import { hostdevNetwork } from "../../provider/hostdevNetwork";
import { formatMessage, type Message } from "../../provider/lifecycle/message";
import { Operation } from "../../provider/lifecycle/operation";
import { teamedNic } from "../../provider/teamedNic";
import { read } from "../../provider/xml";
import { readFile, writeFile } from "node:fs/promises";
import { wholePreview, type InStack } from "../../test/support/wholePreview";
import type { Exported } from "../project";

/** Cost of a preview for the process of the hooks, in milliseconds. */
export interface HooksAlone {
    /** Loading the hooks, with libvirt's library. */
    readonly loading: number;
    /** Time of the hooks; `read` is the time of the parser for all XML of the answers. */
    readonly working: number;
}

/**
 * A preview of what a stack has, without Pulumi, in a process as new as Pulumi's is. `ask` asks the host and writes down what
 * it answers, `replay` answers the same at once, `read` does no more than parse it.
 */
async function main(mode: string, stackFile: string, answersFile: string): Promise<void> {
    assertInstalled();
    const loading = performance.now() - begin;
    const answers = new Map<string, unknown>(
        mode === "ask" ? [] : (JSON.parse(await readFile(answersFile, "utf8")) as [string, unknown][]),
    );
    const complain = (message: Message): void => {
        console.error(formatMessage(message));
    };
    const world: World = {
        assertInstalled,
        operation: new Operation((uri) => (mode === "ask" ? recorded(connect(uri), answers) : replayed(uri, answers))),
        say: complain,
        warn: complain,
    };
    const kinds = [
        { type: ":HostdevNetwork", hooks: hooksFor(hostdevNetwork, world) },
        { type: ":TeamedNic", hooks: hooksFor(teamedNic, world) },
    ];
    const resources = JSON.parse(await readFile(stackFile, "utf8")) as readonly Exported[];
    const stack: InStack[] = [];
    for (const { type, id = "", inputs = {}, outputs = {} } of resources) {
        const kind = kinds.find((one) => type.endsWith(one.type));
        if (kind) stack.push({ hooks: kind.hooks, held: { id, inputs, outs: outputs }, says: inputs });
    }

    const start = performance.now();
    if (mode === "read") for (const xml of [...answers.values()].flatMap(xmlsIn)) read(xml);
    else await wholePreview(stack);
    const working = performance.now() - start;
    if (mode === "ask") await writeFile(answersFile, JSON.stringify([...answers]));
    await close();
    console.log(JSON.stringify({ loading, working } satisfies HooksAlone));
}

type Call = (...args: unknown[]) => Promise<unknown>;
const keyOf = (name: string, args: readonly unknown[]): string => JSON.stringify([name, ...args]);

const recorded = (libvirt: Libvirt, answers: Map<string, unknown>): Libvirt =>
    answering(libvirt.uri, async (name, args) => {
        const answer = await (libvirt[name as keyof Libvirt] as unknown as Call).apply(libvirt, [...args]);
        answers.set(keyOf(name, args), answer);
        return answer;
    });

const replayed = (uri: string, answers: ReadonlyMap<string, unknown>): Libvirt =>
    answering(uri, (name, args) => {
        const key = keyOf(name, args);
        if (answers.has(key)) return Promise.resolve(answers.get(key));
        return Promise.reject(new Error(`The host was never asked for ${key}.`));
    });

function answering(uri: string, answer: (name: string, args: readonly unknown[]) => Promise<unknown>): Libvirt {
    return new Proxy({} as Libvirt, {
        get(_, name: string) {
            if (name === "uri") return uri;
            return (...args: readonly unknown[]) => answer(name, args);
        },
    });
}

/** Every document in an answer. */
function xmlsIn(answer: unknown): readonly string[] {
    if (typeof answer === "string") return answer.startsWith("<") ? [answer] : [];
    return typeof answer === "object" && answer !== null ? Object.values(answer).flatMap(xmlsIn) : [];
}

const [mode = "", stackFile = "", answersFile = ""] = process.argv.slice(2);
void main(mode, stackFile, answersFile);
