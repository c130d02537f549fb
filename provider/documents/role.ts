import type { Half } from "../rules";
import type { XmlNode } from "../xml";

/** Which half a `<teaming>` makes of its interface, or was meant to: only a transient one names a partner. */
export function roleOf({ attrs }: XmlNode): Half {
    if (attrs["type"] === "persistent" || attrs["type"] === "transient") return attrs["type"];
    return attrs["persistent"] === undefined ? "persistent" : "transient";
}
