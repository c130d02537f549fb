import { judgeDocument } from "../../provider/documents";
import { applyLevels, type Levels } from "../../provider/rules";
import { defined, visibleLine, XmlMalformed } from "../../provider/xml";
import { joined } from "./joined";
import type { FileReport, Reporter } from "./reporter";
import type { HostJudge } from "./hostJudge";
import type { SchemaJudge } from "./schemaJudge";
import type { Output, Status } from "../output";
import { sourceOf, Unreadable } from "./source";

/** Judges that are asked beside the rules. */
export interface Judges {
    readonly host?: HostJudge | undefined;
    readonly schema?: SchemaJudge | undefined;
}

/**
 * Holds files against the rules, one after the other, and reports each.
 *
 * @returns 0 where nothing is worse than a warning, 1 where there is an error, 2 where a file could not be read as XML
 * or has an unknown root, or the host not be asked
 */
export async function lint(
    files: readonly string[],
    levels: Levels,
    reporter: Reporter,
    { out, complain }: Output,
    judges: Judges = {},
): Promise<Status> {
    let status: Status = 0;
    out(reporter.begin());
    for (const file of files) {
        const report = await judgeFile(file, levels, judges);
        if (report.problem !== undefined) complain(`${visibleLine(file)}: ${report.problem}`);
        for (const text of joined(reporter.file(report))) out(text);
        status = worst(status, report);
    }
    out(reporter.end());
    return status;
}

function worst(status: Status, { problem, failures }: FileReport): Status {
    if (problem !== undefined || status === 2) return 2;
    return failures.some(({ severity }) => severity === "error") ? 1 : status;
}

async function judgeFile(file: string, levels: Levels, { host, schema }: Judges): Promise<FileReport> {
    try {
        const document = judgeDocument(sourceOf(file));
        const { kind, unread, canonical } = document;
        const bySchema = schema?.judge(document) ?? [];
        const own = bySchema.length === 0 ? document.failures : document.placed([...document.failures, ...bySchema]);
        const isJudged = document.isJudged || own.length > 0;
        const onHost = document.subjects.length === 0 ? undefined : await host?.judge(document);
        const failures = onHost ? [...own, ...onHost.failures] : own;
        const problem = document.problem ?? (onHost?.unchecked.join("; ") || undefined);
        return defined({ file, kind, isJudged, failures: applyLevels(failures, levels), unread, canonical, problem });
    } catch (error) {
        if (!(error instanceof XmlMalformed || error instanceof Unreadable)) throw error;
        return { file, isJudged: false, failures: [], unread: [], problem: error.message };
    }
}
