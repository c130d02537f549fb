import assert from "node:assert/strict";
import { guestXml, startHost, type Host } from "../../../lab/host";
import { brokenIn, mentions, type Input } from "../../support/agreement";
import { inputsOfCases } from "../../support/agreementInputs";
import { defines, type Defines, type Refusal } from "../../support/defines";
import { judgedRules, ruleOf } from "../../support/judged";
import { rawHalf } from "../../support/rawHalf";

/** Setting the VLAN of a VF is pretended: what the card's driver would refuse, nobody does here. */
const PRETENDED = ["transient-vlan-one-tag", "pool-vlan-one-tag"];

/** What the cases speak of: networks with a bridge, bare devices, pools. */
const withBridge = (name: string, bridge: string): string =>
    `<network><name>${name}</name><bridge name='${bridge}'/></network>`;
const BRIDGES: readonly (readonly [network: string, bridge: string])[] = [
    ["lan", "br0"],
    ["br", "lab-br"],
    ["devices", "enp1s0"],
];
const pool = (name: string): string =>
    `<network><name>${name}</name><forward mode='hostdev' managed='yes'><pf dev='enp8s0f0'/></forward></network>`;

interface Broken {
    readonly xml: string;
    readonly rule: string;
}

describe("what the rules say, and what libvirt does at start", () => {
    let host: Host;
    let libvirt: Defines;
    before(async () => {
        host = await startHost();
        libvirt = defines(host.uri);
        for (const [name, bridge] of BRIDGES) {
            await host.virsh("net-create", await host.file(withBridge(name, bridge)));
        }
        await host.virsh("nwfilter-define", await host.file("<filter name='f' chain='root'/>"));
        broken = { domain: brokenOf("domain"), network: brokenOf("network") };
    });
    after(async () => {
        libvirt.close();
        await host.stop();
    });

    const says = (id: string): boolean => ruleOf(id).libvirt.includes("does not start");
    /** What breaks one rule that says so, and is defined: as long as nothing is started. */
    const brokenOf = (kind: Input["kind"]): readonly Broken[] =>
        inputsOfCases()
            .filter((input) => input.kind === kind)
            .map((input) => ({ ...input, rule: brokenIn(input).filter(says) }))
            .filter(({ rule, xml }) => rule.length === 1 && libvirt[kind](xml, "plain") === undefined)
            .map(({ xml, rule: [rule = ""] }) => ({ xml, rule }));
    let broken: Readonly<Record<Input["kind"], readonly Broken[]>>;

    function assertSeen(kind: Input["kind"], started: (xml: string) => Refusal | undefined): void {
        const ids = new Set(broken[kind].map(({ rule }) => rule));
        const seen = broken[kind].flatMap(({ xml, rule }) => {
            const refusal = started(xml);
            return refusal ? [{ rule, refusal }] : [];
        });
        assert.deepEqual(
            seen
                .filter(({ rule, refusal }) => !mentions(ruleOf(rule), refusal))
                .map(({ rule, refusal }) => `${rule}: [${refusal[0]}/${refusal[1]}] ${refusal[2]}`),
            [],
        );
        assert.deepEqual(
            [...ids].filter((id) => !seen.some(({ rule }) => rule === id)).sort(),
            [...ids].filter((id) => PRETENDED.includes(id)).sort(),
        );
    }

    it("agree of guests", async () => {
        const pools = ["vfpool", "pool"];
        for (const name of pools) await host.virsh("net-create", await host.file(pool(name)));
        try {
            assertSeen("domain", (xml) => libvirt.started("domain", xml));
        } finally {
            for (const name of pools) await host.virsh("net-destroy", name);
        }
    });

    it("agree of pools, and of guests with a VF of each of their portgroups", () => {
        const guestOn = (name: string, group: string): string => {
            const source = group === "" ? "" : `portgroup='${group}'`;
            const vf = rawHalf("pool", { source }).replace("network='pool'", `network='${name}'`);
            return guestXml("guest", { interfaces: [rawHalf("network"), vf] });
        };
        assertSeen("network", (xml) => {
            const [, name = ""] = /<name>(.*?)<\/name>/.exec(xml) ?? [];
            const groups = [...xml.matchAll(/<portgroup name="([^"]*)"/g)].map(([, group = ""]) => group);
            const guests = (groups.length > 0 ? groups : [""]).map((group) => guestOn(name, group));
            return libvirt.started("network", xml, () =>
                guests.reduce<Refusal | undefined>((no, guest) => no ?? libvirt.started("domain", guest), undefined),
            );
        });
    });

    it("leaves no rule out", () => {
        const asked = [...broken.domain, ...broken.network].map(({ rule }) => rule);
        const claimed = judgedRules.map(({ id }) => id).filter(says);
        assert.deepEqual(
            claimed.filter((id) => !asked.includes(id)),
            [],
        );
    });
});
