/** What mermaid makes of a flowchart: the lines of its boxes and of its arrows' labels. */
export interface Flowchart {
    readonly boxes: readonly string[];
    readonly arrows: readonly string[];
    readonly subgraphs: readonly string[];
}

/** As far as mermaid's own description of a flowchart is used here. */
interface FlowDb {
    getVertices(): ReadonlyMap<string, { readonly text?: string }>;
    getEdges(): readonly { readonly text: string }[];
    getSubGraphs(): readonly { readonly title: string }[];
}

/**
 * Mermaid's own parser. It cleans texts as a browser would, and takes a document for that from where a browser has one.
 *
 * @throws Error where mermaid refuses the text
 */
export async function parseMermaid(text: string): Promise<Flowchart> {
    const { parseHTML } = await import("linkedom");
    const window: unknown = parseHTML("<html></html>");
    Object.assign(globalThis, { window, document: (window as { readonly document: unknown }).document });
    try {
        const { default: mermaid } = await import("mermaid");
        await mermaid.parse(text);
        // eslint-disable-next-line @typescript-eslint/no-deprecated -- nothing else answers what was read
        const { db } = await mermaid.mermaidAPI.getDiagramFromText(text);
        const flow = db as unknown as FlowDb;
        return {
            boxes: [...flow.getVertices().values()].flatMap((box) => linesOf(box.text ?? "")),
            arrows: flow.getEdges().flatMap((edge) => linesOf(edge.text)),
            subgraphs: flow.getSubGraphs().flatMap(({ title }) => linesOf(title)),
        };
    } finally {
        for (const name of ["window", "document"]) Reflect.deleteProperty(globalThis, name);
    }
}

/** Code points stand in placeholders of mermaid's until it draws. */
const linesOf = (text: string): readonly string[] =>
    text
        .split("<br/>")
        .map((line) => line.replace(/ﬂ°°(\d+)¶ß/g, (_, code: string) => String.fromCodePoint(Number(code))));
