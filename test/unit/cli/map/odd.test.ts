import assert from "node:assert/strict";
import type { HostMap } from "../../../../cli/map/hostMap";
import { jsonForm } from "../../../../cli/map/json";
import { mermaidForm } from "../../../../cli/map/mermaid";
import { tableForm } from "../../../../cli/map/table";
import { nothing, odd } from "../../../support/oddMap";

const POOL = "aaaaaaaa-0000-4000-8000-000000000000";
const GUEST = "bbbbbbbb-0000-4000-8000-000000000000";

describe("a map of what is amiss", () => {
    it("says so in a table", () => {
        assert.equal(
            tableForm(80, false).host(odd, 0),
            `┌──────────────────────────────────────────────────────────────────────────────┐
│ test:///odd                                                                  │
│ 2 pools; 7 VFs: 6 in use, 0 free, 1 missing on the host; 6 pairs, 3 of them  │
│ incomplete                                                                   │
├────────────────┬────────────────────┬────────────────────┬───────────────────┤
│ VF             │ guest              │ VF half            │ virtio half       │
├────────────────┴────────────────────┴────────────────────┴───────────────────┤
│ pool forgetful: PF enp7s0f0; started, autostart; 0 free of 5, 1 wanted;      │
│ libvirt counts 1 of 3 VFs in use, and gives the others to other guests       │
├────────────────┬────────────────────┬────────────────────┬───────────────────┤
│ 0000:07:10.0   │ a                  │ ua-a-vf            │ ua-a              │
│ 0000:07:10.1   │ a                  │ ua-b-vf            │ none, incomplete  │
│ missing        │                    │                    │                   │
│ 0000:07:10.2   │ b                  │ hostdev0, by       │ no pair           │
│                │                    │ address            │                   │
│ 0000:07:10.3   │ c                  │ a port, no device  │                   │
│ 0000:07:10.4   │ missing on the     │                    │                   │
│                │ host               │                    │                   │
│ missing        │ b                  │ ua-b-vf            │ ua-b, incomplete  │
├────────────────┴────────────────────┴────────────────────┴───────────────────┤
│ pool stopped: VFs by address; stopped, no autostart; 0 free of 0             │
├──────────────────────────────────────────────────────────────────────────────┤
│ pool nowhere: missing on this host; 1 wanted                                 │
├────────────────┬────────────────────┬────────────────────┬───────────────────┤
│ at its start   │ d, shut off        │ no alias           │ ua-d              │
├────────────────┴────────────────────┴────────────────────┴───────────────────┤
│ in no pool                                                                   │
├────────────────┬────────────────────┬────────────────────┬───────────────────┤
│ 0000:07:11.0   │ b                  │ hostdev1           │ no pair           │
│ from forgetful │                    │                    │                   │
│ 0000:07:11.1   │ b                  │ hostdev2, by       │ no pair           │
│                │                    │ address            │                   │
│ at its start   │ d, shut off        │ ua-e-vf            │ ua-e              │
├────────────────┴────────────────────┴────────────────────┴───────────────────┤
│ incomplete                                                                   │
│ a: ua-b-vf: its definition has no virtio half; the guest runs without the    │
│ virtio half                                                                  │
│ b: ua-b + ua-b-vf: the guest runs without the VF half                        │
│ d, shut off: ua-f: its definition has no VF half                             │
└──────────────────────────────────────────────────────────────────────────────┘
`,
        );
    });

    it("wraps what is too long for the terminal, between words first", () => {
        const vf = { address: "0000:07:10.0", exists: true, guest: "customer-4711.web.prod", domainUuid: GUEST };
        const pool = { name: "p", uuid: POOL, active: true, autostart: true, free: 0, total: 1, connections: 1 };
        const long = { ...nothing, pools: [{ ...pool, vfs: [{ ...vf, alias: "ua-a-rather-long-name-vf" }] }] };
        assert.equal(
            tableForm(50, false).host(long, 0),
            `┌────────────────────────────────────────────────┐
│ test:///nothing                                │
│ 1 pool; 1 VF: 1 in use, 0 free; 0 pairs        │
├──────────────┬──────────┬──────────┬───────────┤
│ VF           │ guest    │ VF half  │ virtio    │
│              │          │          │ half      │
├──────────────┴──────────┴──────────┴───────────┤
│ pool p: VFs by address; started, autostart; 0  │
│ free of 1                                      │
├──────────────┬──────────┬──────────┬───────────┤
│ 0000:07:10.0 │ customer │ ua-a-    │ no pair   │
│              │ -4711.   │ rather-  │           │
│              │ web.prod │ long-    │           │
│              │          │ name-vf  │           │
└──────────────┴──────────┴──────────┴───────────┘
`,
        );
    });

    it("says of a host that has nothing, and of one that did not answer, just that", () => {
        const form = tableForm(80, false);
        assert.equal(
            [nothing, { uri: "test:///mute", problem: "it says why" }].map((one, at) => form.host(one, at)).join(""),
            `┌───────────────────────────────────────────┐
│ test:///nothing                           │
│ 0 pools; 0 VFs: 0 in use, 0 free; 0 pairs │
└───────────────────────────────────────────┘

┌───────────────────┐
│ test:///mute      │
│ did not answer    │
└───────────────────┘
`,
        );
    });

    it("is a diagram", () => {
        const hosts = [odd, nothing, { uri: "test:///mute", problem: "it says why" }];
        assert.equal(
            [mermaidForm.begin, ...hosts.map((one, at) => mermaidForm.host(one, at)), mermaidForm.end].join(""),
            `flowchart LR
  subgraph h1["test:///odd"]
    subgraph h1p1["pool forgetful: PF enp7s0f0; started, autostart; 0 free of 5, 1 wanted; libvirt counts 1 of 3 VFs in use, and gives the others to other guests"]
      h1v1["0000:07:10.0"]
      h1v2["0000:07:10.1<br/>missing"]
      h1v3["0000:07:10.2"]
      h1v4["0000:07:10.3"]
      h1v5["0000:07:10.4<br/>missing on the host"]
      h1v6["missing"]
    end
    subgraph h1p2["pool stopped: VFs by address; stopped, no autostart; 0 free of 0"]
      h1p2x["nothing"]
    end
    subgraph h1p3["pool nowhere: missing on this host; 1 wanted"]
      h1v7["at its start"]
    end
    subgraph h1p4["in no pool"]
      h1v8["0000:07:11.0<br/>from forgetful"]
      h1v9["0000:07:11.1"]
      h1v10["at its start"]
    end
    h1g1["a<br/>ua-b-vf: its definition has no virtio half; the guest runs without the virtio half"]
    h1g2["b<br/>ua-b + ua-b-vf: the guest runs without the VF half"]
    h1g3["c"]
    h1g4["d, shut off<br/>ua-f: its definition has no VF half"]
    h1v1 -->|"ua-a-vf + virtio ua-a"| h1g1
    h1v2 -.->|"ua-b-vf + virtio none, incomplete"| h1g1
    h1v3 -->|"hostdev0, by address, no pair"| h1g2
    h1v4 -->|"a port, no device"| h1g3
    h1v6 -.->|"ua-b-vf + virtio ua-b, incomplete"| h1g2
    h1v7 -.->|"no alias + virtio ua-d"| h1g4
    h1v8 -->|"hostdev1, no pair"| h1g2
    h1v9 -->|"hostdev2, by address, no pair"| h1g2
    h1v10 -.->|"ua-e-vf + virtio ua-e"| h1g4
    class h1v2,h1v5,h1v6,h1v7,h1v10 wanted
  end
  subgraph h2["test:///nothing"]
    h2x["nothing"]
  end
  subgraph h3["test:///mute"]
    h3x["did not answer"]
  end
  classDef free stroke:#2a2,stroke-dasharray:4
  classDef wanted stroke:#d33,stroke-dasharray:4
`,
        );
    });

    it("has every key in JSON", () => {
        const text = [odd, { uri: "test:///mute", problem: "it says why" }].map((one, at) => jsonForm.host(one, at));
        const [entry, mute] = JSON.parse([jsonForm.begin, ...text, jsonForm.end].join("")) as readonly HostMap[];
        assert.deepEqual(mute, { uri: "test:///mute", problem: "it says why" });
        assert.deepEqual(entry?.pools[1], {
            name: "stopped",
            uuid: "bbbbbbbb-0000-4000-8000-000000000000",
            pf: null,
            link: null,
            mtu: null,
            active: false,
            autostart: false,
            free: 0,
            total: 0,
            connections: 0,
            vfs: [],
        });
        assert.deepEqual(entry.strays, [
            {
                address: "0000:07:11.0",
                exists: true,
                guest: "b",
                domainUuid: "bbbbbbbb-0000-4000-8000-000000000000",
                alias: "hostdev1",
                isOutsidePool: false,
                pool: "forgetful",
            },
            {
                address: "0000:07:11.1",
                exists: true,
                guest: "b",
                domainUuid: "bbbbbbbb-0000-4000-8000-000000000000",
                alias: "hostdev2",
                isOutsidePool: true,
                pool: null,
            },
        ]);
        assert.deepEqual(entry.teams[1], {
            guest: "a",
            domainUuid: "aaaaaaaa-0000-4000-8000-000000000000",
            active: true,
            persistent: null,
            transient: "ua-b-vf",
            mac: null,
            pool: "forgetful",
            vf: "0000:07:10.1",
            complete: false,
            problems: ["its definition has no virtio half", "the guest runs without the virtio half"],
        });
    });
});
