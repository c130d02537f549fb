import type { TextDocument } from "../../../provider/rules";
import type { CasesOf } from "../../support/cases";

const uuid = (text: string): TextDocument => ({ uuids: [{ path: "/network/uuid[1]", text }] });
const name = (text: string): TextDocument => ({ names: [{ path: "/network/name[1]", text }] });
const misspelt = (path: string, found: string, meant: string): TextDocument => ({
    misspelt: [{ path, found, meant }],
});

export const textCases: CasesOf<"text"> = {
    "element-stands-once": {
        keeps: [{ repeated: ["/network/vlan[1]"] }, {}, { repeated: ["/network/forward[1]/pf[2]"] }],
        breaks: [
            [{ repeated: ["/network/vlan[2]"] }, ["/network/vlan[2]", "vlan"]],
            [
                { repeated: ["/domain/devices/interface[2]/mac[2]", "/domain/devices/interface[2]/mac[3]"] },
                ["/domain/devices/interface[2]/mac[2]", "mac"],
                ["/domain/devices/interface[2]/mac[3]", "mac"],
            ],
        ],
    },
    "word-is-known": {
        keeps: [misspelt("/network/forward[1]", "forward", "forward"), {}],
        breaks: [
            [misspelt("/network/foward[1]", "foward", "forward"), ["/network/foward[1]", "foward"]],
            [misspelt("/network/forward/@mode", "hostdv", "hostdev"), ["/network/forward/@mode", "hostdv"]],
        ],
    },
    "forward-mode-is-hostdev": {
        keeps: [{ forward: { mode: "hostdev", lists: "pf" } }, {}, { forward: undefined }],
        breaks: [
            [{ forward: { lists: "pf" } }, ["/network/forward/@mode", undefined]],
            [{ forward: { mode: "nat", lists: "address" } }, ["/network/forward/@mode", "nat"]],
        ],
    },
    "uuid-is-well-formed": {
        keeps: [
            uuid("09b11c53-8b5c-4eeb-8f00-d84eaa0aaa4f"),
            uuid("09B11C538B5C4EEB8F00D84EAA0AAA4F"),
            uuid(" 09b11c53-8b5c-4eeb-8f00-d84eaa0aaa4f\n"),
            uuid(""),
            {},
        ],
        breaks: [
            [uuid("09b11c53-8b5c-4eeb-8f00-d84eaa0aaa4"), ["/network/uuid[1]", "09b11c53-8b5c-4eeb-8f00-d84eaa0aaa4"]],
            [
                uuid("g9b11c53-8b5c-4eeb-8f00-d84eaa0aaa4f"),
                ["/network/uuid[1]", "g9b11c53-8b5c-4eeb-8f00-d84eaa0aaa4f"],
            ],
        ],
    },
    "name-has-no-outer-blanks": {
        keeps: [name("vfpool"), name("vf pool"), name("vfpool\n"), {}],
        breaks: [
            [name(" vfpool"), ["/network/name[1]", " vfpool"]],
            [name("vfpool\t"), ["/network/name[1]", "vfpool\t"]],
        ],
    },
};

export const schemaCases: CasesOf<"schema"> = {
    "in-schema": {
        keeps: [{ refused: [] }],
        breaks: [
            [{ refused: ["/network/portgroup/@defualt"] }, ["/network/portgroup/@defualt", "defualt"]],
            [{ refused: ["/domain/devices/disk[2]"] }, ["/domain/devices/disk[2]", "disk"]],
        ],
    },
};
