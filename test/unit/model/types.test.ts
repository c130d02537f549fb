import assert from "node:assert/strict";
import type { Bandwidth } from "../../../provider/model/bandwidth";
import type { Driver, HostdevNetwork, Portgroup } from "../../../provider/model/hostdevNetwork";
import type { Nic } from "../../../provider/model/interface";
import type { PciAddress } from "../../../provider/model/pciAddress";
import type { Virtualport } from "../../../provider/model/virtualport";
import type { Tag, Vlan } from "../../../provider/model/vlan";
import type { XmlNode } from "../../../provider/xml";
import type { Facts, Same } from "../../support/types";

/** A word, or any other text; editors offer the words. */
type Open<Words extends string> = Words | (string & {});

describe("the types of models", () => {
    it("are those of their tables", () => {
        const facts: Facts<
            [
                Same<PciAddress["slot"], number | undefined>,
                Same<PciAddress["multifunction"], boolean | undefined>,
                Same<Tag, number | ({ readonly id: number } & { readonly nativeMode?: "tagged" | "untagged" })>,
                Same<Exclude<Vlan, number>["tags"], readonly Tag[]>,
                Same<Exclude<Vlan, number>["trunk"], boolean | undefined>,
                Same<Virtualport["typeid"], number | undefined>,
                Same<Portgroup["name"], string>,
                Same<Portgroup["bandwidth"], Bandwidth | undefined>,
                Same<HostdevNetwork["name"], string>,
                Same<HostdevNetwork["driver"], Driver | undefined>,
                Same<HostdevNetwork["addresses"], readonly string[] | undefined>,
                Same<HostdevNetwork["vlan"], Vlan | undefined>,
                Same<HostdevNetwork["portgroups"], readonly Portgroup[] | undefined>,
                Same<HostdevNetwork["metadata"], XmlNode | undefined>,
                Same<HostdevNetwork["mode"], Open<"hostdev"> | undefined>,
                Same<Nic["type"], Open<"network" | "bridge" | "direct" | "hostdev">>,
                Same<Nic["link"], "up" | "down" | undefined>,
                Same<Nic["address"], string | undefined>,
                Same<Nic["mtu"], number | undefined>,
                Same<Nic["teaming"], Open<"persistent" | "transient"> | undefined>,
            ]
        > = 20;
        assert.equal(facts, 20);
    });

    it("tell required fields from optional ones", () => {
        type Required<M> = { [K in keyof M]-?: undefined extends M[K] ? never : K }[keyof M];
        const facts: Facts<
            [
                Same<Required<HostdevNetwork>, "name">,
                Same<Required<Nic>, "type">,
                Same<Required<Portgroup>, "name">,
                Same<Required<Virtualport>, never>,
            ]
        > = 4;
        assert.equal(facts, 4);
    });

    it("refuse what the tables do not have", () => {
        const refused: readonly (HostdevNetwork | Nic)[] = [
            // @ts-expect-error a network has a name
            { pf: "enp7s0f0" } satisfies HostdevNetwork,
            // @ts-expect-error no such field
            { name: "n", pfs: "enp7s0f0" } satisfies HostdevNetwork,
            // @ts-expect-error an address is text
            { name: "n", addresses: [{ bus: 7 }] } satisfies HostdevNetwork,
            // @ts-expect-error undefined is not the same as left out
            { name: "n", pf: undefined } satisfies HostdevNetwork,
            // @ts-expect-error a vlan is a number, or has tags
            { name: "n", vlan: {} } satisfies HostdevNetwork,
            // @ts-expect-error a native mode is one of two
            { name: "n", vlan: { tags: [{ id: 1, nativeMode: "native" }] } } satisfies HostdevNetwork,
            // @ts-expect-error a link is up or down
            { type: "network", link: "sideways" } satisfies Nic,
            // @ts-expect-error an MTU is a number
            { type: "network", mtu: "9000" } satisfies Nic,
        ];
        assert.equal(refused.length, 8);
    });

    it("take any word where libvirt's words grow", () => {
        const taken: readonly Nic[] = [{ type: "vdpa", model: "e1000e", driver: { name: "novel" } }];
        assert.equal(taken.length, 1);
    });
});
