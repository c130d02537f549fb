import { hostdevNetwork } from "../../provider/hostdevNetwork";
import { differences, type Difference } from "../../provider/lifecycle/differences";
import type { Properties } from "../../provider/lifecycle/kind";
import { overlap } from "../../provider/rules";
import { teamedNic } from "../../provider/teamedNic";
import { groupedBy } from "../../provider/xml";
import type { Diagnostic, PulumiPreview, Step } from "./preview";

const KINDS = {
    "pulumi-nodejs:dynamic/libvirt:TeamedNic": teamedNic,
    "pulumi-nodejs:dynamic/libvirt:HostdevNetwork": hostdevNetwork,
} as const;
type Type = keyof typeof KINDS;

/** What a preview says of one resource of ours that does not stay as it is. */
export interface ResourceReport {
    readonly urn: string;
    /** e.g. `net0 on web1`: its lines under Diagnostics begin with it. */
    readonly subject: string;
    /** URI of its host. */
    readonly uri: string;
    /** In Pulumi's order, e.g. `update`, or `create-replacement` and `replace`. */
    readonly ops: readonly string[];
    /** Whether the state has it and the host does not. Known where the stack refreshes first. */
    readonly isMissing: boolean;
    /** What the program changes: the state's values, and the program's. */
    readonly changes: readonly Difference[];
    /** What somebody changed on the host: the host's values, and those that up sets. Known where the stack refreshes first. */
    readonly drift: readonly Difference[];
}
export interface Report {
    readonly resources: readonly ResourceReport[];
    /** How many resources of ours stay as they are. */
    readonly unchanged: number;
    /** What the resources of this library, and Pulumi, print. */
    readonly diagnostics: readonly Diagnostic[];
}

/** Returns what a reviewer asks of a preview. */
export function reportOf({ steps, diagnostics }: PulumiPreview): Report {
    const byUrn = groupedBy(steps.filter(isOurs), ({ urn }) => urn);
    const all = [...byUrn].map(([urn, own]) => resourceOf(urn, own));
    const resources = all.filter(({ ops }) => ops.length > 0);
    return {
        resources,
        unchanged: all.length - resources.length,
        diagnostics: diagnostics
            .map(({ message, severity }) => ({ message: message.trim(), severity }))
            .filter(({ message }) => message !== ""),
    };
}

/** The type is the part before the name; it begins with the types of its parents. */
const typeOf = (urn: string): string => (urn.split("::")[2] ?? "").split("$").at(-1) ?? "";
const isType = (type: string): type is Type => Object.hasOwn(KINDS, type);
const isOurs = ({ urn }: Step): boolean => isType(typeOf(urn));

/** Steps that do nothing to a host. */
const QUIET = new Set(["same", "refresh"]);

function resourceOf(urn: string, steps: readonly Step[]): ResourceReport {
    const refresh = steps.find(({ op }) => op === "refresh");
    const doing = steps.filter(({ op }) => !QUIET.has(op));
    const update = doing.find(({ oldState, newState }) => oldState && newState);
    // Pulumi writes the step of a refresh before it knows the host's answer: the next step's old state is the answer
    const drifted = refresh && update ? differences(inputsOf(refresh.oldState), inputsOf(update.oldState)) : [];
    const planned = update ? differences(inputsOf(update.oldState), inputsOf(update.newState)) : [];
    const isDrift = ({ path }: Difference): boolean => drifted.some((one) => overlap(one.path, path));
    const last = doing.at(-1) ?? refresh;
    const inputs = last?.newState?.inputs ?? last?.oldState?.inputs ?? {};
    return {
        urn,
        subject: subjectOf(urn, inputs),
        uri: typeof inputs["uri"] === "string" ? inputs["uri"] : "",
        ops: doing.map(({ op }) => op),
        isMissing: refresh !== undefined && doing.some(({ op }) => op === "create"),
        changes: planned.filter((one) => !isDrift(one)),
        drift: planned.filter(isDrift),
    };
}

function subjectOf(urn: string, inputs: Properties): string {
    const type = typeOf(urn);
    return (isType(type) ? KINDS[type].subjectOf(inputs) : undefined) ?? urn.split("::").at(-1) ?? urn;
}

/** What the program says, without what only Pulumi needs. */
const inputsOf = (state: Step["oldState"]): Properties =>
    Object.fromEntries(Object.entries(state?.inputs ?? {}).filter(([key]) => !key.startsWith("__")));
