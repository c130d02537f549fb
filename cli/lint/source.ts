import { closeSync, fstatSync, openSync, readSync } from "node:fs";
import { MAX_BYTES } from "../../provider/xml";

/** A file that could not be read, in one line. */
export class Unreadable extends Error {}

/** Room for the longest document that libvirt takes and one byte more; used for one file after the other. */
const room = Buffer.alloc(MAX_BYTES + 1);

const WORDS: ReadonlyMap<string, string> = new Map([
    ["ENOENT", "no such file"],
    ["EISDIR", "is a directory"],
    ["EACCES", "permission denied"],
]);

/**
 * The text of a file, or of standard input for `-`.
 *
 * @throws Unreadable where it is none that libvirt takes
 */
export function sourceOf(file: string): string {
    try {
        const descriptor = file === "-" ? 0 : openSync(file, "r");
        try {
            return decoded(bytesOf(descriptor));
        } finally {
            if (descriptor !== 0) closeSync(descriptor);
        }
    } catch (error) {
        if (error instanceof Unreadable) throw error;
        const { code = "", message } = error as NodeJS.ErrnoException;
        throw new Unreadable(WORDS.get(code) ?? message);
    }
}

function bytesOf(descriptor: number): Buffer {
    // what is known to be too long is not read at all
    const { size } = fstatSync(descriptor);
    if (size > MAX_BYTES) throw new Unreadable(`${size} bytes; libvirt takes at most ${MAX_BYTES}`);
    let length = 0;
    for (;;) {
        const more = readSome(descriptor, length);
        if (more === 0) return room.subarray(0, length);
        length += more;
        if (length > MAX_BYTES) throw new Unreadable(`more than ${MAX_BYTES} bytes, which is what libvirt takes`);
    }
}

function readSome(descriptor: number, at: number): number {
    for (;;) {
        try {
            return readSync(descriptor, room, at, room.length - at, null);
        } catch (error) {
            const { code } = error as NodeJS.ErrnoException;
            if (code === "EOF") return 0; // as Windows says of a pipe that ended
            if (code !== "EAGAIN") throw error;
            Atomics.wait(pause, 0, 0, 10); // standard input that somebody made non-blocking has nothing yet
        }
    }
}
const pause = new Int32Array(new SharedArrayBuffer(4));

const MARKS: readonly (readonly [mark: string, encoding: string])[] = [
    ["fffe", "utf-16le"],
    ["feff", "utf-16be"],
];

/** Text in the encoding that its first bytes, or its XML declaration, say. */
function decoded(bytes: Buffer): string {
    const mark = MARKS.find(([begin]) => bytes.toString("hex", 0, 2) === begin)?.[1];
    const declared = /^<\?xml[^>]*?encoding\s*=\s*["']([\w.:-]+)/.exec(bytes.toString("latin1", 0, 200))?.[1];
    const encoding = mark ?? declared ?? "utf-8";
    try {
        return new TextDecoder(encoding, { fatal: true }).decode(bytes);
    } catch (error) {
        throw new Unreadable(
            error instanceof RangeError
                ? `its XML declaration names the encoding ${JSON.stringify(encoding)}, which is unknown`
                : `not text in ${encoding.toUpperCase()}, which is its ${declared === undefined && mark === undefined ? "default " : ""}encoding`,
        );
    }
}
