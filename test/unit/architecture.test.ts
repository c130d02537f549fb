import assert from "node:assert/strict";
import { execFileSync } from "node:child_process";
import { readFileSync } from "node:fs";
import { join } from "node:path";
import { home, sourcesIn, type Import, type Source } from "../support/imports";

const provider = sourcesIn("provider");
const sdk = sourcesIn("sdk");
const cli = sourcesIn("cli");
const all = [...provider, ...sdk, ...cli];

/** The room that a file stands in, e.g. `provider/xml`; files without one are rooms of their own. */
const roomOf = (path: string): string => /^provider\/\w+(?=\/)|^(sdk|cli)(?=\/)|^.*$/.exec(path)?.[0] ?? "";
const isOurs = ({ of }: Import): boolean => /^(provider|sdk|cli)\//.test(of);
const written = ({ path }: Source, { of, isType, isLazy }: Import): string =>
    `${path} -> ${isType ? "type " : isLazy ? "lazy " : ""}${of}`;
const edges = (sources: readonly Source[], isWrong: (source: Source, one: Import) => boolean): readonly string[] =>
    sources.flatMap((source) =>
        source.imports.filter((one) => isWrong(source, one)).map((one) => written(source, one)),
    );

/** Each room knows those before it, and none after it. */
const ROOMS: readonly string[] = [
    "provider/xml",
    "provider/model",
    "provider/rules",
    "provider/documents",
    "provider/libvirt",
    "provider/host",
    "provider/lifecycle",
    "provider/teamedNic",
    "provider/hostdevNetwork",
    "provider/index.ts",
];

describe("imports", () => {
    it("are found at all", () => {
        const read = provider.find(({ path }) => path === "provider/xml/read.ts");
        assert.deepEqual(
            read?.imports.map((one) => written(read, one)),
            [
                "provider/xml/read.ts -> fast-xml-parser",
                "provider/xml/read.ts -> provider/xml/characters.ts",
                "provider/xml/read.ts -> provider/xml/node.ts",
                "provider/xml/read.ts -> provider/xml/places.ts",
            ],
        );
        assert.deepEqual([...new Set(all.map(({ path }) => roomOf(path)))].sort(), [...ROOMS, "cli", "sdk"].sort());
    });

    it("point one way", () => {
        /** What a room outside the line may know of it. */
        const besides: Readonly<Record<string, readonly string[]>> = {
            cli: ROOMS.slice(0, -1),
            sdk: ROOMS.slice(0, -1),
        };
        const below = (room: string): readonly string[] => besides[room] ?? ROOMS.slice(0, ROOMS.indexOf(room));
        const isWrong = ({ path }: Source, one: Import): boolean =>
            isOurs(one) && roomOf(one.of) !== roomOf(path) && !below(roomOf(path)).includes(roomOf(one.of));
        assert.deepEqual(edges(all, isWrong), []);
    });

    it("of libvirt's room are narrow: its interface and its errors to resources, all of it to hooks and look-ups", () => {
        const errors = "provider/libvirt/errors.ts";
        const uri = "provider/libvirt/uri.ts";
        const values: Readonly<Record<string, readonly string[]>> = {
            "provider/host": [errors],
            "provider/lifecycle": [errors],
            "provider/teamedNic": [errors, uri],
            "provider/hostdevNetwork": [errors],
            "provider/index.ts": ["provider/libvirt/index.ts"],
            sdk: [errors, uri],
            cli: ["provider/libvirt/index.ts", errors],
        };
        /** What a file loads when one of its functions is called. */
        const later: Readonly<Record<string, readonly string[]>> = {
            "sdk/lookUps/lookUp.ts": ["provider/libvirt/index.ts"],
            "cli/adopt/command.ts": ["provider/libvirt/index.ts"],
            "cli/map/command.ts": ["provider/libvirt/index.ts"],
            "cli/ready/command.ts": ["provider/libvirt/index.ts"],
        };
        const isWrong = ({ path }: Source, { of, isType, isLazy }: Import): boolean =>
            roomOf(of) === "provider/libvirt" &&
            roomOf(path) !== "provider/libvirt" &&
            !(isLazy ? later[path] : values[roomOf(path)])?.includes(of) &&
            !(isType && of === "provider/libvirt/libvirt.ts");
        assert.deepEqual(edges(all, isWrong), []);
        const lazy = edges(sdk, (_, { isLazy }) => isLazy);
        assert.deepEqual(lazy, ["sdk/lookUps/lookUp.ts -> lazy provider/libvirt/index.ts"]);
    });

    it("of packages stand behind one file, or one room, each", () => {
        const places: Readonly<Record<string, RegExp>> = {
            "fast-xml-parser": /^provider\/xml\/read\.ts$/,
            "fastest-levenshtein": /^provider\/xml\/nearWord\.ts$/,
            xmlbuilder2: /^provider\/xml\/write\.ts$/,
            koffi: /^provider\/libvirt\//,
            "node:worker_threads": /^provider\/libvirt\//,
            "node:events": /^provider\/libvirt\//,
            "node:timers/promises": /^provider\/libvirt\//,
            "node:module": /^provider\/libvirt\/|^sdk\/speakFirst\.ts$/,
            "node:os": /^provider\/libvirt\//,
            "node:path": /^provider\/libvirt\/|^cli\//,
            "node:fs": /^provider\/libvirt\/|^cli\//,
            "node:child_process": /^cli\/report\/source\.ts$/,
            "node:fs/promises": /^cli\/(adopt\/adopt|report\/source)\.ts$/,
            "node:stream/consumers": /^cli\/report\/source\.ts$/,
            commander: /^cli\/(index|(adopt|lint|map|ready|report)\/command)\.ts$/,
            table: /^cli\/(map\/grid|ready\/table)\.ts$/,
            "string-width": /^cli\/map\/grid\.ts$/,
            sarif: /^cli\/lint\/sarif\.ts$/,
            "libxml2-wasm": /^cli\/lint\/schemaJudge\.ts$/,
            "libxml2-wasm/lib/nodejs.mjs": /^cli\/lint\/schemaJudge\.ts$/,
            "node:crypto": /^provider\/(model\/mac|hostdevNetwork\/create)\.ts$/,
            "node:util":
                /^provider\/(xml|lifecycle|teamedNic|hostdevNetwork)\/|^cli\/(adopt\/(arguments|program)|lint\/text|(map|ready)\/table)\.ts$/,
            "@pulumi/pulumi": /^sdk\//,
        };
        const isWrong = ({ path }: Source, one: Import): boolean => !isOurs(one) && !places[one.of]?.test(path);
        assert.deepEqual(edges(all, isWrong), []);
        const everything = new Set(all.flatMap(({ imports }) => imports.map(({ of }) => of)));
        for (const one of ["fast-xml-parser", "xmlbuilder2", "koffi"])
            assert.ok(everything.has(one), `${one} is found`);
    });

    it("of the libvirt client's threads are few: each thread loads them anew, while a preview waits for it", () => {
        const loaded = new Set<string>();
        const load = (path: string): void => {
            if (loaded.has(path)) return;
            loaded.add(path);
            const source = all.find((one) => one.path === path);
            for (const { of, isType, isLazy } of source?.imports ?? []) if (!isType && !isLazy) load(of);
        };
        for (const thread of ["thread", "eventLoopThread"]) load(`provider/libvirt/${thread}.ts`);
        const isOwn = (path: string): boolean => path.startsWith("provider/libvirt/") || path.startsWith("node:");
        assert.deepEqual([...loaded].filter((path) => !isOwn(path)).sort(), [
            "provider/model/secret.ts",
            "provider/model/uri.ts",
            "provider/xml/visible.ts",
        ]);
    });

    it("go round in no circle, at run time", () => {
        const circles: string[] = [];
        const done = new Set<string>();
        const walk = (path: string, way: readonly string[]): void => {
            if (way.includes(path)) circles.push([...way.slice(way.indexOf(path)), path].join(" -> "));
            if (way.includes(path) || done.has(path)) return;
            const source = all.find((one) => one.path === path);
            for (const { of, isType } of source?.imports ?? []) if (!isType) walk(of, [...way, path]);
            done.add(path);
        };
        for (const { path } of all) walk(path, []);
        assert.deepEqual(circles, []);
    });
});

describe("what a program loads", () => {
    /** Everything that a file brings with it when it is loaded. */
    function reach(path: string, seen = new Set<string>()): ReadonlySet<string> {
        if (seen.has(path)) return seen;
        seen.add(path);
        const source = all.find((one) => one.path === path);
        for (const { of, isType, isLazy } of source?.imports ?? []) if (!isType && !isLazy) reach(of, seen);
        return seen;
    }

    it("has nothing of libvirt but its addresses and errors", () => {
        const loaded = [...reach("sdk/index.ts")].filter((path) => /^provider\/libvirt|^koffi$/.test(path));
        assert.deepEqual(
            loaded.filter((path) => !/\/(uri|errors)\.ts$/.test(path)),
            [],
        );
    });

    it("has no native library in it when it runs", () => {
        const program = `
            require(process.argv[1]);
            const loaded = [...Object.keys(require.cache), ...process.moduleLoadList, ...process.report.getReport().sharedObjects];
            process.stdout.write(JSON.stringify(loaded));`;
        const entry = join(__dirname, "../../sdk/index.js");
        const output = execFileSync(process.execPath, ["-e", program, entry], { encoding: "utf8", cwd: home });
        const loaded = JSON.parse(output) as readonly string[];
        assert.ok(loaded.includes(entry));
        assert.deepEqual(
            loaded.filter((name) => /koffi|libvirt\.so|provider\/libvirt\/(?!uri|errors)/.test(name)),
            [],
        );
    });
});

describe("a table that a foreign word is looked up in", () => {
    it("is a Map: an object has JavaScript's own names, too", () => {
        const objects = all.flatMap(({ path }) =>
            [
                ...readFileSync(join(home, path), "utf8").matchAll(
                    /^(?:export )?const (\w+): (?:Readonly<)?Record<string,/gm,
                ),
            ].map(([, name]) => `${path}: ${name}`),
        );
        assert.deepEqual(objects, []);
    });
});

describe("the core is pure", () => {
    const IMPURE =
        /^(process|console|performance|fetch|Date|setTimeout|setInterval|setImmediate|globalThis|global)\b|^Math\.random$|^crypto\b/;
    const isCore = ({ path }: Source): boolean => !path.startsWith("provider/libvirt/") && path !== "provider/index.ts";

    it("no clock, randomness, environment or output in it", () => {
        const impure = provider
            .filter(isCore)
            .flatMap(({ path, globals }) =>
                globals.filter((name) => IMPURE.test(name)).map((name) => `${path}: ${name}`),
            );
        assert.deepEqual(impure, []);
    });

    it("which would be noticed", () => {
        const index = provider.find(({ path }) => path === "provider/index.ts");
        assert.deepEqual(index?.globals.filter((name) => IMPURE.test(name)).sort(), ["console.log", "console.warn"]);
    });
});
