import assert from "node:assert/strict";
import { hostdevNetwork as poolKind } from "../../../provider/hostdevNetwork";
import type { Libvirt } from "../../../provider/libvirt/libvirt";
import { hooksFor, type Hooks } from "../../../provider/lifecycle/hooks";
import type { Properties } from "../../../provider/lifecycle/kind";
import { Operation } from "../../../provider/lifecycle/operation";
import { hostdevNetwork } from "../../../provider/model/hostdevNetwork";
import { nic } from "../../../provider/model/interface";
import { teamedNic as pairKind } from "../../../provider/teamedNic";
import type { Fields } from "../../../provider/xml";

const FOREIGN = "bogus";
const uri = "test:///none";

/** A closed list of a table: its path in the arguments, and a value that has a foreign word there. */
interface ClosedList {
    readonly key: string;
    readonly path: string;
    readonly value: unknown;
}

/** What items of lists cannot do without. */
const REQUIRED = { name: "g", id: 1, filter: "f" } as const;

/** Words in quotes are a list; "true or false" are two. A list that other words may be in is closed in each version. */
const isClosed = (shape: string): boolean => shape.startsWith('"') || shape === "true or false";

function closedLists(fields: Fields, at = ""): readonly ClosedList[] {
    return Object.entries(fields).flatMap(([key, field]): readonly ClosedList[] => {
        const path = at === "" ? key : `${at}.${key}`;
        if (field.kind === "leaf") return isClosed(field.codec.shape) ? [{ key, path, value: FOREIGN }] : [];
        if (field.kind === "raw") return [];
        const below = field.kind === "list" ? `${path}[0]` : path;
        return closedLists(field.table.fields, below).map((list) => {
            const required = Object.entries(REQUIRED).filter(([name]) => field.table.fields[name]?.optional === false);
            const inner = { ...Object.fromEntries(required), [list.key]: list.value };
            return { key, path: list.path, value: field.kind === "list" ? [inner] : inner };
        });
    });
}

/** Hooks on a host that fails whatever it is asked, and notes it. */
function hooksThat(note: (call: string) => void): Readonly<Record<"pool" | "pair", Hooks>> {
    const libvirt = new Proxy({} as Libvirt, {
        get: (_, call) => (call === "uri" ? uri : () => (note(String(call)), Promise.reject(new Error("silent")))),
    });
    const world = {
        assertInstalled: () => undefined,
        operation: new Operation(() => libvirt),
        say: () => undefined,
        warn: () => undefined,
    };
    return { pool: hooksFor(poolKind, world), pair: hooksFor(pairKind, world) };
}

const VIRTIO: Readonly<Record<string, Properties>> = {
    network: { network: "lan" },
    bridge: { bridge: "br0" },
    direct: { direct: "enp1s0" },
};
const VF: Readonly<Record<string, Properties>> = {
    network: { network: "vfpool" },
    address: { address: "0000:07:10.1" },
};

describe("a word that a closed list of libvirt does not have is refused by check, and nothing is changed on a host:", () => {
    const calls: string[] = [];
    const hooks = hooksThat((call) => calls.push(call));
    const changes = (): readonly string[] =>
        calls.filter((call) => /define|create|start|stop|destroy|attach|detach|update|set/i.test(call));

    async function assertRefused(which: "pool" | "pair", program: Properties, path: string): Promise<void> {
        const { failures } = await hooks[which].check({}, { uri, name: "a", ...program });
        const properties = failures.map(({ facts }) => String(facts["property"]));
        assert.ok(
            properties.some((property) => path.startsWith(property)),
            `${path}: ${properties.join(", ")}`,
        );
        assert.deepEqual(changes(), []);
    }

    for (const { key, path, value } of closedLists(hostdevNetwork.fields))
        it(`${path} of a pool`, () => assertRefused("pool", { pf: "enp7s0f0", [key]: value }, path));

    const halves = { persistent: VIRTIO, transient: VF };
    for (const [half, sources] of Object.entries(halves))
        for (const [source, of] of Object.entries(sources))
            for (const { key, path, value } of closedLists(nic.fields))
                it(`${half}.${path}, by ${source}`, () => {
                    const others = {
                        domain: "web1",
                        mac: "52:54:00:aa:bb:01",
                        persistent: VIRTIO["network"],
                        transient: VF["network"],
                    };
                    const program = { ...others, [half]: { ...of, [key]: value } };
                    return assertRefused("pair", program, `${half}.${path}`);
                });

    it("the programs are not refused without it", async () => {
        const programs = Object.keys(VIRTIO).flatMap((one) =>
            Object.keys(VF).map((other) => ({
                domain: "web1",
                mac: "52:54:00:aa:bb:01",
                persistent: VIRTIO[one],
                transient: VF[other],
            })),
        );
        for (const program of programs)
            assert.deepEqual((await hooks.pair.check({}, { uri, name: "a", ...program })).failures, []);
        assert.deepEqual((await hooks.pool.check({}, { uri, name: "a", pf: "enp7s0f0" })).failures, []);
    });

    it("there are such lists", () => {
        const paths = closedLists(nic.fields).map(({ path }) => path);
        for (const path of ["driver.txmode", "mode", "virtualport.type", "vlan.tags[0].nativeMode", "link"])
            assert.ok(paths.includes(path), path);
    });
});
