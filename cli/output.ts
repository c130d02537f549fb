import { legible } from "../provider/xml";

/** How a command came off. Source: the exit status of the command. */
export type Status = 0 | 1 | 2;

/** Streams that a command writes to. */
export interface Output {
    readonly out: (text: string) => void;
    /** A line for the person who waits. */
    readonly complain: (line: string) => void;
}

/** Output of a process. Complaints quote files, hosts and libvirt; what is written out has its own forms. */
export const outputTo = (out: (text: string) => void, error: (text: string) => void): Output => ({
    out,
    complain: (line) => {
        error(`${legible(line)}\n`);
    },
});
