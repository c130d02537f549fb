import { call } from "./call";
import { fleet } from "./fleet";
import { lint } from "./lint";
import { load } from "./load";
import { pairs } from "./pairs";
import { pipeline } from "./pipeline";
import { preview } from "./preview";
import { registration } from "./registration";
import { ssh } from "./ssh";
import { start } from "./start";
import { worst } from "./worst";
import type { Measurement } from "./measure";

/** All measurements, by the names that the command takes. */
export const measurements = {
    call,
    fleet,
    lint,
    load,
    pairs,
    pipeline,
    preview,
    registration,
    ssh,
    start,
    worst,
} satisfies Readonly<Record<string, Measurement>>;
export type MeasurementName = keyof typeof measurements;
