import assert from "node:assert/strict";
import { markdown } from "../../../../cli/report/markdown";
import { sentence } from "../../../../cli/report/markdownText";
import { readPreview } from "../../../../cli/report/preview";
import { reportOf } from "../../../../cli/report/report";

const NIC = "urn:pulumi:dev::test::pulumi-nodejs:dynamic/libvirt:TeamedNic::net0";
const POOL = "urn:pulumi:dev::test::libvirt:teaming:VfPool$pulumi-nodejs:dynamic/libvirt:HostdevNetwork::vfpool";
const uri = "qemu+ssh://root@kvm1/system";

/** As `pulumi preview --json` of 3.259 has it: vlan drifted from 42 to 44, the program changes the MTU. */
const PREVIEW = `{
  "config": {},
  "steps": [
    { "op": "refresh", "urn": "urn:pulumi:dev::test::pulumi:pulumi:Stack::test-dev", "oldState": {}, "newState": {} },
    { "op": "refresh", "urn": "${NIC}",
      "oldState": { "inputs": { "__provider": "a", "domain": "web1", "name": "net0", "uri": "${uri}", "persistent": { "network": "lan" }, "transient": { "vlan": 42 } } },
      "newState": { "inputs": { "__provider": "a", "domain": "web1", "name": "net0", "uri": "${uri}", "persistent": { "network": "lan" }, "transient": { "vlan": 42 } } } },
    { "op": "refresh", "urn": "${POOL}", "oldState": { "inputs": { "name": "vfpool", "uri": "${uri}" } }, "newState": { "inputs": { "name": "vfpool", "uri": "${uri}" } } },
    { "op": "same", "urn": "${POOL}", "oldState": { "inputs": { "name": "vfpool", "uri": "${uri}" } }, "newState": { "inputs": { "name": "vfpool", "uri": "${uri}" } } },
    { "op": "update", "urn": "${NIC}",
      "oldState": { "inputs": { "__provider": "b", "domain": "web1", "name": "net0", "uri": "${uri}", "persistent": { "network": "lan" }, "transient": { "vlan": 44 } } },
      "newState": { "inputs": { "__provider": "c", "domain": "web1", "name": "net0", "uri": "${uri}", "persistent": { "network": "lan", "mtu": 9000 }, "transient": { "vlan": 42 } } } }
  ],
  "diagnostics": [
    { "message": "net0 on web1: vlan 44 => 42 reattaches the VF.\\n\\n", "severity": "info" },
    { "message": "vfpool: the provider could not compare it with the host: Connection refused\\n", "severity": "warning" },
    { "message": "\\n", "severity": "info" }
  ],
  "changeSummary": { "same": 1, "update": 1 }
}`;

const report = () => {
    const preview = readPreview(PREVIEW);
    assert.ok(preview);
    return reportOf(preview);
};

describe("a report of a preview", () => {
    it("tells drift from what the program changes, and counts what stays", () => {
        const { resources, unchanged } = report();
        assert.deepEqual(resources, [
            {
                urn: NIC,
                subject: "net0 on web1",
                uri,
                ops: ["update"],
                isMissing: false,
                changes: [{ path: "persistent.mtu", before: undefined, after: 9000 }],
                drift: [{ path: "transient.vlan", before: 44, after: 42 }],
            },
        ]);
        assert.equal(unchanged, 1);
    });

    it("says that the host lost what Pulumi makes again", () => {
        const state = { inputs: { name: "vfpool", uri } };
        const steps = [
            { op: "refresh", urn: POOL, oldState: state, newState: state },
            { op: "create", urn: POOL, newState: state },
        ];
        const lost = reportOf({ steps, diagnostics: [] });
        assert.deepEqual(
            lost.resources.map(({ ops, isMissing }) => [ops, isMissing]),
            [[["create"], true]],
        );
        assert.match(markdown(lost), /create \|  \| missing on the host \|/);
        const made = reportOf({ steps: steps.slice(1), diagnostics: [] });
        assert.deepEqual(
            made.resources.map(({ isMissing }) => isMissing),
            [false],
        );
    });

    it("keeps each sentence whole, and leaves out empty ones", () => {
        assert.deepEqual(report().diagnostics, [
            { message: "net0 on web1: vlan 44 => 42 reattaches the VF.", severity: "info" },
            {
                message: "vfpool: the provider could not compare it with the host: Connection refused",
                severity: "warning",
            },
        ]);
    });

    it("is Markdown with a row for each resource and a line for each sentence", () => {
        const lines = markdown(report()).split("\n");
        assert.equal(lines[0], "### Teamed NICs and pools: 1 to change, 1 drifted, 1 unchanged");
        assert.equal(
            lines[4],
            "| <code>net0 on web1</code> | <code>qemu+ssh://root&#64;kvm1/system</code> | update | <code>persistent.mtu none =&#62; 9000</code> | <code>transient.vlan 44 =&#62; 42</code> |",
        );
        assert.equal(lines.filter((line) => line.startsWith("- ")).length, 2);
    });

    it("fits ten resources with an effect each on a screen of forty lines", () => {
        const { resources, diagnostics } = report();
        const ten = <T>(all: readonly T[]): readonly T[] => Array.from({ length: 10 }, () => all[0] as T);
        const text = markdown({ resources: ten(resources), unchanged: 0, diagnostics: ten(diagnostics) });
        assert.ok(text.split("\n").length <= 40, text);
    });

    for (const text of ["", "{", "[]", "{}", '{"steps":[{}]}', '{"diagnostics":[{"message":1}]}', '{"steps":{}}'])
        it(`takes no preview from ${JSON.stringify(text)}`, () => {
            assert.equal(readPreview(text), undefined);
        });
});

describe("a text of somebody else in Markdown", () => {
    for (const [text, shown] of [
        ["a|b `c` *d* _e_ <f> [g](h)", "a&#124;b &#96;c&#96; &#42;d&#42; &#95;e&#95; &#60;f&#62; &#91;g&#93;(h)"],
        ["&#64;", "&#38;&#35;&#8288;64;"],
        ["ask @web", "ask &#64;&#8288;web"],
        ["52:ab:00", "52:&#8288;ab:&#8288;00"],
        ["http://a", "http:&#8288;//a"],
        ["see www.a", "see www&#8288;.a"],
        ["a\nb\u202e", "a b&#92;u&#123;202e&#125;"],
    ] as const)
        it(`has no meaning: ${JSON.stringify(text)}`, () => {
            assert.equal(sentence(text), shown);
        });
});
