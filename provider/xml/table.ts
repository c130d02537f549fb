/* eslint-disable @typescript-eslint/no-explicit-any -- a table of tables cannot name the types of its rows; Model<> restores them */
import type { Codec } from "./codecs";
import type { XmlNode } from "./node";

/** Facts of a row about its field, beside its place and its shape. */
export interface Facts {
    /** Value that libvirt reads for a missing field, e.g. `"up"` for a link. Such a value and a missing one are the same. */
    readonly absent?: unknown;
    /** libvirt fills it in when a program leaves it out, so that its presence is no change made by anybody. */
    readonly generated?: boolean;
    /**
     * The attribute of the same element for whose value libvirt generates it, by its name in the model: beside another
     * value it is wrong, and goes when that one changes.
     */
    readonly generatedFor?: string;
    /**
     * Way in which a running device takes another value: in place, or by a move (from bridge to bridge, which
     * a macvtap cannot). Without it the device is reattached.
     */
    readonly live?: "update" | "reconnect";
    /** A running device may have it although its definition does not, e.g. the VLAN of the pool that a VF comes from. */
    readonly gained?: true;
    /** The value that what runs has where its definition has none. */
    readonly given?: unknown;
    /** The class fills it in, and no program sets it: no message lists it. */
    readonly internal?: true;
    /** In a list: the field that tells its items apart. Their order then means nothing, except among those that share it. */
    readonly key?: string;
}

/** A shorter way to say an element: `42` for `{ tags: [{ id: 42 }] }`. Models hold the shortest form. */
export interface Shorthand<Full, Short> {
    /** Values that fit, in words that can follow "expected". */
    readonly shape: string;
    /** The full form of either form, or undefined for a value that is neither. */
    expand(value: unknown): object | undefined;
    shorten(full: Full): Short;
}

interface Place {
    /** Path below its element, e.g. `forward/pf/@dev`; empty for an argument that is no XML. */
    readonly path: string;
    readonly facts: Facts;
}
/** One row. `T` is the type of its value in a model. */
export type Field<T, Optional extends boolean = boolean> = Place & {
    readonly optional: Optional;
    readonly holds?: T;
} & (
        | { readonly kind: "leaf"; readonly codec: Codec<any> }
        | { readonly kind: "node" | "list"; readonly table: Table<Fields>; readonly short?: Shorthand<any, any> }
        | { readonly kind: "raw" }
    );
export interface Fields {
    readonly [key: string]: Field<any>;
}

/** A row whose value has rows of its own. */
export type Nested = Extract<Field<any>, { readonly kind: "node" | "list" }>;

/** The full form of a value, or of an item of it, that may have a shorter one; nothing has no fields. */
export const fullForm = ({ short }: Nested, value: unknown): Readonly<Record<string, unknown>> =>
    (short?.expand(value) ?? value ?? {}) as Readonly<Record<string, unknown>>;

/** One XML element: what is said of it here is rendered, parsed, compared and typed from here. */
export interface Table<F extends Fields> {
    readonly name: string;
    /** Attributes that say which kind of the element this is and carry nothing else, e.g. `type="pci"`. */
    readonly fixed: Readonly<Record<string, string>>;
    readonly fields: F;
    readonly rows: readonly Row[];
}
/** A field with its path taken apart, once. */
export interface Row {
    readonly key: string;
    readonly field: Field<any>;
    /** The elements on the way. */
    readonly parents: readonly string[];
    /** The element or attribute at its end. */
    readonly last: string;
    readonly isAttribute: boolean;
}

type ValueOf<X> = X extends Field<infer T> ? T : never;
/** The TypeScript type that rows describe. */
export type ModelOf<F extends Fields> = {
    readonly [K in keyof F as F[K]["optional"] extends true ? never : K]: ValueOf<F[K]>;
} & {
    readonly [K in keyof F as F[K]["optional"] extends true ? K : never]?: ValueOf<F[K]>;
};
/** The fields that describe a type which is written out, for its docstrings' sake. */
export type FieldsOf<M> = {
    readonly [K in keyof M]-?: Field<Exclude<M[K], undefined>, M extends Record<K, M[K]> ? false : true>;
};
export type Model<T> = T extends Table<infer F> ? ModelOf<F> : never;

export function element<const F extends Fields>(
    name: string,
    fields: F,
    fixed: Readonly<Record<string, string>> = {},
): Table<F> {
    const rows = Object.entries(fields).map(([key, field]): Row => {
        const parents = field.path.split("/");
        const tail = parents.pop() ?? "";
        return { key, field, parents, last: tail.replace("@", ""), isAttribute: tail.startsWith("@") };
    });
    return { name, fields, fixed, rows };
}

/** An attribute (`mac/@address`) or the text of an element (`name`). */
export const leaf = <T>(path: string, codec: Codec<T>, facts: Facts = {}): Field<T, false> => ({
    kind: "leaf",
    path,
    codec,
    facts,
    optional: false,
});

/** An element with a table of its own. */
export const node = <F extends Fields>(path: string, table: Table<F>, facts: Facts = {}): Field<ModelOf<F>, false> => ({
    kind: "node",
    path,
    table,
    facts,
    optional: false,
});

/** Elements of one name, each with the table. */
export const list = <F extends Fields>(
    path: string,
    table: Table<F>,
    facts: Facts = {},
): Field<readonly ModelOf<F>[], false> => ({
    kind: "list",
    path,
    table,
    facts,
    optional: false,
});

/** An element that has a shorter form. */
export const shortNode = <F extends Fields, S>(
    path: string,
    table: Table<F>,
    short: Shorthand<ModelOf<F>, S>,
    facts: Facts = {},
): Field<S, false> => ({
    kind: "node",
    path,
    table,
    short,
    facts,
    optional: false,
});

/** Elements of one name that have a shorter form each. */
export const shortList = <F extends Fields, S>(
    path: string,
    table: Table<F>,
    short: Shorthand<ModelOf<F>, S>,
): Field<readonly S[], false> => ({
    kind: "list",
    path,
    table,
    short,
    facts: {},
    optional: false,
});

/** An element whose content is the user's own, kept as it is. */
export const raw = (path: string): Field<XmlNode, false> => ({
    kind: "raw",
    path,
    facts: { generated: true },
    optional: false,
});

/** A property of a resource that is not in the XML. */
export const argument = <T>(codec: Codec<T>, facts: Facts = {}): Field<T, false> => leaf("", codec, facts);

export const opt = <T>(field: Field<T, false>): Field<T, true> => ({ ...field, optional: true });

/** Fields without some of them. */
export function without<F extends Fields, K extends keyof F & string>(fields: F, ...keys: readonly K[]): Omit<F, K> {
    return Object.fromEntries(
        Object.entries(fields).filter(([key]) => !(keys as readonly string[]).includes(key)),
    ) as Omit<F, K>;
}
