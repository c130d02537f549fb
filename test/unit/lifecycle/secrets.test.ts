import assert from "node:assert/strict";
import { markSecrets, Secrets } from "../../../provider/lifecycle/secrets";

const MAC = "52:54:00:ca:fe:01";
const marked = (value: unknown): object => ({
    "4dabf18193072939515e22adb298388d": "1b47061264138c4ac30d75fd1eb44270",
    value,
});

describe("what comes from a secret", () => {
    const secretsOf = (properties: Record<string, unknown>): Secrets => {
        const secrets = new Secrets();
        secrets.learn(properties);
        return secrets;
    };

    it("is hidden in every text, in either case and as JSON", () => {
        const secrets = secretsOf({
            secrets: ["mac", "description"],
            mac: MAC,
            description: 'a "canary"',
            name: "net0",
        });
        assert.equal(secrets.hide(`mac ${MAC} => ${MAC.toUpperCase()} of net0`), "mac [secret] => [secret] of net0");
        assert.equal(secrets.hide('found "a \\"canary\\""'), 'found "[secret]"');
    });

    it("is hidden as a number where it stands alone", () => {
        const secrets = secretsOf({ secrets: ["vlan"], vlan: { tags: [42] } });
        assert.equal(
            secrets.hide("vlan 42 => 43 of 0000:42:10.0, port 4242"),
            "vlan [secret] => 43 of 0000:42:10.0, port 4242",
        );
    });

    it("is hidden where libvirt names a part of a URI", () => {
        const uri = "qemu+ssh://admin@kvm-east/system?keyfile=/etc/keys/id";
        const secrets = secretsOf({ secrets: ["uri"], uri });
        assert.equal(
            secrets.hide(`virConnectOpenAuth on ${uri}: ssh: kvm-east refused admin, with /etc/keys/id`),
            "virConnectOpenAuth on [secret]: ssh: [secret] refused [secret], with [secret]",
        );
    });

    it("is marked as a whole, and wherever else it was copied to", () => {
        const properties = { secrets: ["mac"], mac: MAC, persistent: { mac: MAC, mtu: 9000 }, list: [MAC, "x"] };
        assert.deepEqual(markSecrets(properties), {
            secrets: ["mac"],
            mac: marked(MAC),
            persistent: { mac: marked(MAC), mtu: 9000 },
            list: [marked(MAC), "x"],
        });
    });

    it("is no word of libvirt's own", () => {
        const persistent = { type: "network", model: "virtio", network: "canary" };
        const secrets = secretsOf({ secrets: ["persistent"], persistent });
        assert.equal(secrets.hide("a network that is virtio: canary"), "a network that is virtio: [secret]");
    });

    it("is nothing that another argument says openly", () => {
        const properties = { secrets: ["persistent"], mac: MAC, persistent: { mac: MAC, network: "canary" } };
        assert.equal(secretsOf(properties).hide(`${MAC} on canary`), `${MAC} on [secret]`);
    });

    it("is a password in a URI, also where no argument is secret", () => {
        const uri = "qemu+tcp://root:canary%20pw@kvm1/system";
        const properties = { uri: "qemu:///system", host: uri, migratesTo: [uri], name: "net0" };
        assert.deepEqual(markSecrets(properties), {
            uri: "qemu:///system",
            host: marked(uri),
            migratesTo: [marked(uri)],
            name: "net0",
        });
        assert.equal(
            secretsOf(properties).hide(`net0 on ${uri}: canary pw is wrong, on qemu+ssh://a:other@b/system`),
            "net0 on qemu+tcp://root:[secret]@kvm1/system: [secret] is wrong, on qemu+ssh://a:[secret]@b/system",
        );
    });

    it("is hidden where libvirt names an address without its brackets, or decoded", () => {
        const secrets = secretsOf({ secrets: ["uri"], uri: "qemu+ssh://[fe80::cafe]/system?keyfile=/etc/k%20y" });
        assert.equal(secrets.hide("fe80::cafe refused /etc/k y"), "[secret] refused [secret]");
    });

    it("is nothing where no argument is secret", () => {
        const properties = { mac: MAC, persistent: { mac: MAC } };
        assert.equal(markSecrets(properties), properties);
        assert.equal(secretsOf({ secrets: ["name"], name: "" }).hide("a text"), "a text");
    });
});
