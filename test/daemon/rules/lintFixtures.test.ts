import assert from "node:assert/strict";
import { readFileSync } from "node:fs";
import { basename, dirname, join } from "node:path";
import { libvirtFixtures } from "../../../lab/fixtures";
import { startHost, type Host } from "../../../lab/host";
import { judgeDocument } from "../../../provider/documents";
import { catalogue } from "../../../provider/rules";

const named = (file: string): string => join(basename(dirname(file)), basename(file));

/** What we have against libvirt's own fixtures. Each is a team on i440fx, where libvirt defines what can never work. */
const ERRORS: Readonly<Record<string, readonly string[]>> = {
    "networkxml2xmlin/hostdev-duplicate.xml": ["pool-address-once"],
    "qemuxml2argvdata/net-virtio-teaming-hostdev.xml": [
        "guest-is-pcie",
        "transient-in-a-root-port",
        "transient-in-a-root-port",
    ],
    "qemuxml2argvdata/net-virtio-teaming-network.xml": ["guest-is-pcie"],
    "qemuxml2argvdata/net-virtio-teaming.xml": ["guest-is-pcie"],
    "qemuxml2xmloutdata/net-virtio-teaming-network.xml": ["guest-is-pcie", "transient-in-a-root-port"],
    "qemuxml2xmloutdata/net-virtio-teaming.xml": [
        "guest-is-pcie",
        "transient-in-a-root-port",
        "transient-in-a-root-port",
    ],
};
const WARNINGS: Readonly<Record<string, readonly string[]>> = {
    "qemuxml2argvdata/net-virtio-teaming-hostdev.xml": [
        "hostdev-half-has-no-mac",
        "teamed-hostdev-needs-newer-libvirt",
        "hostdev-half-has-no-mac",
        "teamed-hostdev-needs-newer-libvirt",
    ],
};

describe("libvirt's own fixtures", () => {
    let host: Host;
    before(async () => {
        host = await startHost();
    });
    after(() => host.stop());

    const found = (severity: "error" | "warning"): Readonly<Record<string, readonly string[]>> =>
        Object.fromEntries(
            libvirtFixtures()
                .map((file) => {
                    const { failures } = judgeDocument(readFileSync(file, "utf8"));
                    return [
                        named(file),
                        failures.filter((failure) => failure.severity === severity).map(({ rule }) => rule),
                    ] as const;
                })
                .filter(([, rules]) => rules.length > 0),
        );

    it("are all judged, and have no error but those that are listed", () => {
        assert.deepEqual(found("error"), ERRORS);
    });

    it("have no warning but those that are listed", () => {
        assert.deepEqual(found("warning"), WARNINGS);
    });

    for (const [name, rules] of Object.entries(ERRORS))
        it(`${name}: libvirt refuses it, or the catalogue says why it is wrong although libvirt takes it`, async () => {
            const file = libvirtFixtures().find((one) => named(one) === name);
            const [define, undefine] = name.startsWith("network")
                ? ["net-define", "net-undefine"]
                : ["define", "undefine"];
            const refused = await host.virsh(define, String(file)).then(
                () => false,
                () => true,
            );
            if (!refused)
                await host.virsh(undefine, /<name>([^<]*)/.exec(readFileSync(String(file), "utf8"))?.[1] ?? "");
            const answers = Object.values(catalogue)
                .flat()
                .filter(({ id }) => rules.includes(id))
                .map(({ libvirt }): readonly string[] => libvirt);
            assert.deepEqual(
                answers.filter((all) => (refused ? !all.includes("refuses") : all.every((one) => one === "refuses"))),
                [],
            );
        });
});
