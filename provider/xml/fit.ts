import { defined } from "./defined";
import { meantBy, nearest } from "./nearWord";
import type { Field, Fields } from "./table";

/** A value from a program that no field takes. */
export interface Misfit {
    /** Problem: no such field, a required one is missing, or the value has another shape. */
    readonly kind: "unknown-argument" | "missing-argument" | "argument-shape";
    /** e.g. `portgroups[0].vlan` */
    readonly path: string;
    readonly found: unknown;
    /** Values that fit, in words. */
    readonly expected: string;
    /** Known argument that differs from an unknown one by a letter or two. */
    readonly meant?: string;
}
export interface Fitted {
    /** In canonical form: as the same values come back from XML. What does not fit is left as it was. */
    readonly value: Readonly<Record<string, unknown>>;
    readonly misfits: readonly Misfit[];
    /** Paths of the values that are not known yet. */
    readonly unknown: readonly string[];
}

/** Holds what a program gives against the fields; `isUnknown` tells values that are not known yet, which fit anywhere. */
export function fit(
    fields: Fields,
    given: Readonly<Record<string, unknown>>,
    isUnknown: (value: unknown) => boolean,
): Fitted {
    const misfits: Misfit[] = [];
    const unknown: string[] = [];

    function fitAll(
        table: Fields,
        values: Readonly<Record<string, unknown>>,
        at: (key: string) => string,
    ): Record<string, unknown> {
        const result: Record<string, unknown> = {};
        for (const [key, value] of Object.entries(values)) {
            const field = table[key];
            if (value === undefined || value === null) continue;
            if (field && Object.hasOwn(table, key)) result[key] = fitOne(field, value, at(key));
            else
                misfits.push(
                    defined({
                        kind: "unknown-argument" as const,
                        path: at(key),
                        found: value,
                        expected: namesIn(table, key),
                        meant: meantBy(key, sayable(table)),
                    }),
                );
        }
        for (const [key, field] of Object.entries(table)) {
            if (!field.optional && result[key] === undefined)
                misfits.push({ kind: "missing-argument", path: at(key), found: undefined, expected: shapeOf(field) });
        }
        return result;
    }

    function fitOne(field: Field<unknown>, value: unknown, path: string): unknown {
        if (isUnknown(value)) {
            unknown.push(path);
            return value;
        }
        switch (field.kind) {
            case "leaf":
                return field.codec.is(value)
                    ? (field.codec.parse(field.codec.format(value)) ?? value)
                    : misfit(path, value, field.codec.shape);
            case "node":
                return fitNode(field, value, path);
            case "list":
                return Array.isArray(value)
                    ? value.map((item: unknown, i) =>
                          isUnknown(item)
                              ? fitOne(field, item, `${path}[${i}]`)
                              : fitNode(field, item, `${path}[${i}]`),
                      )
                    : misfit(path, value, "a list");
            case "raw":
                return misfit(path, value, "a missing value (the host keeps its own)");
        }
    }

    function fitNode(field: Field<unknown> & { kind: "node" | "list" }, value: unknown, path: string): unknown {
        const full = field.short ? field.short.expand(value) : value;
        if (typeof full !== "object" || full === null || Array.isArray(full))
            return misfit(path, value, shapeOf(field));
        const before = misfits.length;
        const values = fitAll(field.table.fields, full as Record<string, unknown>, (key) => `${path}.${key}`);
        // what is wrong inside the short form is wrong with the short form
        if (typeof value !== "object") misfits.push(...misfits.splice(before).map((misfit) => ({ ...misfit, path })));
        return field.short ? (field.short.shorten(values) as unknown) : values;
    }

    function misfit(path: string, found: unknown, expected: string): unknown {
        misfits.push({ kind: "argument-shape", path, found, expected });
        return found;
    }

    return { value: fitAll(fields, given, (key) => key), misfits, unknown };
}

/** Names that a program may say. */
const sayable = (table: Fields): readonly string[] =>
    Object.entries(table)
        .filter(([, { facts }]) => !facts.internal)
        .map(([name]) => name);

/** Names that a program may use in place of an unknown one. */
function namesIn(table: Fields, name: string): string {
    const names = sayable(table);
    if (names.length <= MANY) return `one of ${names.join(", ")}`;
    return `one of ${names.length} names such as ${nearest(name, names)}`;
}
/** More names than anybody reads. */
const MANY = 50;

function shapeOf(field: Field<unknown>): string {
    if (field.kind === "leaf") return field.codec.shape;
    if (field.kind === "raw") return "a missing value";
    return field.short?.shape ?? `an object with ${Object.keys(field.table.fields).join(", ")}`;
}
