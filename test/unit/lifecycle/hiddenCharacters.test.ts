import assert from "node:assert/strict";
import fc from "fast-check";
import { hostdevNetwork, teamedNic } from "../../../provider";
import { formatMessage } from "../../../provider/lifecycle/message";
import { Secrets } from "../../../provider/lifecycle/secrets";
import { formatFinding, formatValue } from "../../../provider/rules";
import { anyHiddenText, HIDDEN } from "../../support/hidden";

/** Runs a hook, and returns all that Pulumi would print of it. */
async function printed(hook: () => Promise<object | undefined>): Promise<readonly string[]> {
    const texts: string[] = [];
    const { log, warn } = console;
    console.log = console.warn = (text: string): void => void texts.push(text);
    try {
        const { failures = [] } = ((await hook()) ?? {}) as { failures?: readonly { reason: string }[] };
        texts.push(...failures.map(({ reason }) => reason));
    } catch (error) {
        const { message, stack = "", reasons = [] } = error as Error & { reasons?: readonly string[] };
        texts.push(message, stack, ...reasons);
    } finally {
        Object.assign(console, { log, warn });
    }
    return texts;
}

/** A URI that libvirt has no driver for, so that each call of it fails with libvirt's own words. */
const uriWith = (text: string): string => `nothing+${text}:///${text}`;

describe("a hidden character in a value", () => {
    const half = (text: string) => ({
        network: text,
        alias: text,
        driver: { name: text },
        filterref: { filter: text },
    });

    it("is shown as its code point in whatever the hooks print", async () => {
        await fc.assert(
            fc.asyncProperty(anyHiddenText, async (text) => {
                const uri = uriWith(text);
                const pool = { uri, name: text, pf: text, description: text, portgroups: [{ name: text }], [text]: 1 };
                const pair = {
                    uri,
                    name: text,
                    domain: text,
                    mac: text,
                    persistent: half(text),
                    transient: half(text),
                };
                const texts = [
                    ...(await printed(() => hostdevNetwork.check({}, pool))),
                    ...(await printed(() => hostdevNetwork.create({ ...pool, active: true, autostart: true }))),
                    ...(await printed(() => hostdevNetwork.read(text, { ...pool, uuid: text }))),
                    ...(await printed(() => teamedNic.check({}, pair))),
                    ...(await printed(() => teamedNic.read(text, { ...pair, domainUuid: text }))),
                ];
                assert.ok(texts.length > 10);
                for (const one of texts) assert.equal(HIDDEN.exec(one), null, JSON.stringify(one));
            }),
            { numRuns: 10 },
        );
    });

    it("is hidden with the secret that it is in, however it is written", () => {
        fc.assert(
            fc.property(anyHiddenText, fc.nat({ max: 300 }), (text, length) => {
                const secret = `s3cr3t${text}${"x".repeat(length)}`;
                const secrets = new Secrets();
                secrets.learn({ secrets: ["domain"], domain: secret });
                const failure = { rule: "r", severity: "error", says: "wrong.", source: "s", fix: "Mend it." } as const;
                const words = [
                    formatValue(secret),
                    formatValue({ a: [secret] }),
                    formatFinding({ ...failure, property: secret, found: secret, problem: secret, allowed: secret }),
                    formatMessage({ id: "i", subject: secret, facts: {}, text: secret }),
                ];
                for (const one of words) assert.ok(!secrets.hide(one).includes("s3cr3t"), one);
            }),
        );
    });
});
