import { guestXml, plainNetworkXml, startHost, type Host, type HostOptions } from "../../lab/host";

/** A host with the guests and the plain networks that the tests' programs speak of: `demo`, `other`; `lan`. */
export async function startTestHost(options: HostOptions = {}): Promise<Host> {
    const host = await startHost(options);
    for (const guest of ["demo", "other"]) await host.virsh("define", await host.file(guestXml(guest)));
    await host.virsh("net-define", await host.file(plainNetworkXml("lan")));
    return host;
}

/** Everything that a stack could have changed on a host, as text. */
export async function stateOf(host: Host): Promise<string> {
    const networks = (await host.virsh("net-list", "--all", "--name")).split("\n").filter((name) => name !== "");
    const guests = (await host.virsh("list", "--all", "--name")).split("\n").filter((name) => name !== "");
    const texts = [await host.virsh("net-list", "--all"), await host.virsh("list", "--all")];
    for (const name of networks.sort()) texts.push(await host.virsh("net-dumpxml", name, "--inactive"));
    for (const name of guests.sort()) texts.push(await host.virsh("dumpxml", name, "--inactive"));
    return texts.join("\n");
}

/** Changes a definition by hand, as with `virsh net-edit` and `virsh edit`. */
export async function edit(
    host: Host,
    kind: "network" | "guest",
    name: string,
    change: (xml: string) => string,
): Promise<void> {
    const [dump, define] = kind === "network" ? ["net-dumpxml", "net-define"] : ["dumpxml", "define"];
    const before = await host.virsh(dump, name, "--inactive");
    const after = change(before);
    if (after === before) throw new Error(`nothing to change in ${name}:\n${before}`);
    await host.virsh(define, await host.file(after));
}
