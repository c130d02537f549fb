import type { PlacedFailure } from "../../provider/documents";

/** Findings and problems of one file. */
export interface FileReport {
    /** As it was named; `-` for standard input. */
    readonly file: string;
    /** The document's root element; undefined where the file could not be read. */
    readonly kind?: string;
    /** Whether it holds a pool or a team, and was judged. */
    readonly isJudged: boolean;
    readonly failures: readonly PlacedFailure[];
    readonly unread: readonly string[];
    /** Why the file could not be read, or not be checked on the host. */
    readonly problem?: string;
    /** Its XML as this library writes it. */
    readonly canonical?: () => string;
}

/**
 * Printer of reports, file by file and finding by finding, so that memory grows with
 * none of them: all of one file may be longer than a string can be.
 */
export interface Reporter {
    begin(): string;
    file(report: FileReport): Iterable<string>;
    end(): string;
}
