import { isObject } from "../../provider/lifecycle/wire";
import type { Properties } from "../../provider/lifecycle/kind";

/** One resource as a step of a preview has it. */
interface State {
    readonly inputs?: Properties;
}
/** What Pulumi would do to one resource. Source: `previewStep` of pulumi/pkg/display/json.go */
export interface Step {
    readonly op: string;
    readonly urn: string;
    readonly oldState?: State;
    readonly newState?: State;
}
export interface Diagnostic {
    readonly message: string;
    /** e.g. `info`, `warning`, `error` */
    readonly severity: string;
}
/** What `pulumi preview --json` prints, as far as a report needs it. */
export interface PulumiPreview {
    readonly steps: readonly Step[];
    readonly diagnostics: readonly Diagnostic[];
}

/** Returns the preview that a text holds; undefined where it holds none. */
export function readPreview(text: string): PulumiPreview | undefined {
    const parsed = parse(text);
    if (!isObject(parsed)) return undefined;
    const { steps = [], diagnostics = [], changeSummary } = parsed;
    if (!Array.isArray(steps) || !Array.isArray(diagnostics) || !steps.every(isStep)) return undefined;
    if (!diagnostics.every(isDiagnostic)) return undefined;
    // a preview that ends before its first step has a diagnostic at least
    return steps.length + diagnostics.length === 0 && changeSummary === undefined ? undefined : { steps, diagnostics };
}

function parse(text: string): unknown {
    try {
        return JSON.parse(text);
    } catch {
        return undefined;
    }
}

const isStep = (value: unknown): value is Step =>
    isObject(value) &&
    typeof value["op"] === "string" &&
    typeof value["urn"] === "string" &&
    isState(value["oldState"]) &&
    isState(value["newState"]);
const isState = (value: unknown): boolean =>
    value === undefined ||
    value === null ||
    (isObject(value) && (value["inputs"] === undefined || isObject(value["inputs"])));
const isDiagnostic = (value: unknown): value is Diagnostic =>
    isObject(value) && typeof value["message"] === "string" && typeof value["severity"] === "string";
