import assert from "node:assert/strict";
import { resolveUri, type UriSources } from "../../../provider/libvirt/uri";

describe("resolveUri", () => {
    const argument = "qemu+ssh://root@kvm1/system";
    const config = "qemu+ssh://root@kvm2/system";
    const environment = { LIBVIRT_DEFAULT_URI: "test:///default" };
    const cases: readonly [says: string, sources: UriSources, uri: string][] = [
        ["the argument before all else", { argument, config, environment }, argument],
        ["the configuration before the environment", { config, environment }, config],
        ["the environment", { environment }, "test:///default"],
        ["the system's own daemon when nothing is said", {}, "qemu:///system"],
        ["an empty argument counts as absent", { argument: "", config }, config],
        ["an empty configuration counts as absent", { config: "", environment }, "test:///default"],
        ["an empty environment counts as absent", { environment: { LIBVIRT_DEFAULT_URI: "" } }, "qemu:///system"],
        ["an undefined argument counts as absent", { argument: undefined, config }, config],
    ];
    for (const [says, sources, uri] of cases) {
        it(says, () => {
            assert.equal(resolveUri(sources), uri);
        });
    }
});
