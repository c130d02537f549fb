import type * as dynamic from "@pulumi/pulumi/dynamic";

// The least that a dynamic provider can do and still have a state that a refresh confirms.

type Properties = Readonly<Record<string, unknown>>;

export const check = (_olds: Properties, inputs: Properties): Promise<dynamic.CheckResult> =>
    Promise.resolve({ inputs });

export const diff = (): Promise<dynamic.DiffResult> => Promise.resolve({});

export function create(inputs: Properties): Promise<dynamic.CreateResult> {
    const uuid = `uuid of ${String(inputs["name"])}`;
    return Promise.resolve({ id: uuid, outs: { ...inputs, uuid } });
}

export function read(id: string, props: Properties): Promise<dynamic.ReadResult> {
    const inputs = Object.fromEntries(Object.entries(props).filter(([key]) => key !== "uuid"));
    return Promise.resolve({ id, props, inputs });
}
