import assert from "node:assert/strict";
import fc from "fast-check";
import { plainNetworkXml, startHost, type Host } from "../../../lab/host";
import {
    ask,
    brokenIn,
    errorsIn,
    letsPass,
    mayBeRefused,
    mayBeTaken,
    mentions,
    refusalOf,
    told,
    type Verdict,
} from "../../support/agreement";
import { inputsOfCases, ofPool, ofTeam } from "../../support/agreementInputs";
import { anyNetwork, anyTeam } from "../../support/anyInput";
import { defines } from "../../support/defines";
import { poolXml } from "../../support/guest";
import { judgedRules, ruleOf } from "../../support/judged";
import { LET_PASS } from "../../support/letPass";

const saysRefuses = (id: string): boolean => mayBeRefused(ruleOf(id));
const saysMore = (id: string): boolean => mayBeTaken(ruleOf(id));
const isLetPass = (verdict: Verdict): boolean => LET_PASS.some((entry) => letsPass(entry, verdict));
const ids = (rules: typeof judgedRules): readonly string[] => rules.map(({ id }) => id);

describe("what the rules say, and what libvirt does at define", () => {
    let host: Host;
    let verdicts: readonly Verdict[];

    before(async () => {
        host = await startHost();
        const networks = ["br", "br2"].map(plainNetworkXml);
        const pools = [poolXml("pool", "enp7s0f0"), poolXml("pool2", "enp8s0f0")];
        for (const xml of [...networks, ...pools]) await host.virsh("net-define", await host.file(xml));
        const libvirt = defines(host.uri);
        const always = { seed: 1, numRuns: 1000 };
        verdicts = [
            ...inputsOfCases(),
            ...fc.sample(anyTeam, always).map(ofTeam),
            ...fc.sample(anyNetwork, always).map(ofPool),
        ].map((input) => ask(libvirt, input));
        libvirt.close();
    });
    after(() => host.stop());

    it("agree: what libvirt refuses, our errors see", () => {
        const unseen = verdicts
            .filter((verdict) => refusalOf(verdict) !== undefined && !isLetPass(verdict))
            .filter((verdict) => !errorsIn(verdict).some(saysRefuses));
        assert.deepEqual(unseen.map(told), []);
    });

    it("agree: what libvirt takes, our errors stop for what they say that it does with it instead", () => {
        const taken = verdicts.filter(({ plain }) => plain === undefined);
        const stopped = taken.filter((verdict) => !errorsIn(verdict).every(saysMore));
        assert.deepEqual(stopped.map(told), []);
    });

    /** The one broken rule that says that libvirt refuses it, where there is no other reason. */
    function reasonOf(verdict: Verdict): string | undefined {
        const [rule, ...others] = brokenIn(verdict).filter(saysRefuses);
        const otherReasons = LET_PASS.filter((entry) => letsPass(entry, verdict) && entry.warns !== rule);
        return others.length + otherReasons.length === 0 ? rule : undefined;
    }

    it("is seen of each rule that says refuses: where no other broken rule says so, too", () => {
        const seen = verdicts.filter((verdict) => refusalOf(verdict) !== undefined).map(reasonOf);
        assert.deepEqual(ids(judgedRules.filter((rule) => mayBeRefused(rule) && !seen.includes(rule.id))), []);
    });

    it("is written as it is seen: with libvirt's codes", () => {
        const unwritten = verdicts.flatMap((verdict) => {
            const [refusal, rule] = [verdict.plain, reasonOf(verdict)];
            if (refusal === undefined || rule === undefined || mentions(ruleOf(rule), refusal)) return [];
            return [`${rule}: [${refusal[0]}/${refusal[1]}] ${refusal[2]}`];
        });
        assert.deepEqual([...new Set(unwritten)], []);
    });

    it("is seen of each rule that says something else: libvirt takes what breaks it", () => {
        const seen = verdicts.filter(({ plain }) => plain === undefined).flatMap(brokenIn);
        assert.deepEqual(ids(judgedRules.filter((rule) => mayBeTaken(rule) && !seen.includes(rule.id))), []);
        // and where a rule says nothing of refusing, its schemas take it, too
        const valid = verdicts.filter(({ validated }) => validated === undefined).flatMap(brokenIn);
        assert.deepEqual(ids(judgedRules.filter((rule) => !mayBeRefused(rule) && !valid.includes(rule.id))), []);
    });

    it("needs each reason to let something pass", () => {
        const unused = LET_PASS.filter((entry) => {
            const by = verdicts.filter((verdict) => letsPass(entry, verdict));
            return !by.some((verdict) => !errorsIn(verdict).some(saysRefuses));
        });
        assert.deepEqual(
            unused.map(({ reason }) => reason),
            [],
        );
    });

    it("is counted", () => {
        const count = (is: (verdict: Verdict) => boolean): string => verdicts.filter(is).length.toLocaleString("en");
        const refuses = (verdict: Verdict): boolean => refusalOf(verdict) !== undefined;
        const unseen = (verdict: Verdict): boolean => refuses(verdict) && !errorsIn(verdict).some(saysRefuses);
        const stops = (verdict: Verdict): boolean => !refuses(verdict) && errorsIn(verdict).length > 0;
        console.log(
            `agreement: ${count(() => true)} inputs; libvirt refuses ${count(refuses)} ` +
                `(${count((one) => refuses(one) && !one.plain)} by its schemas alone), all seen by our errors ` +
                `but ${count(unseen)}, each let pass for a reason`,
        );
        console.log(
            `agreement: libvirt accepts ${count((one) => !refuses(one))}, of which our errors stop ${count(stops)}, each with a reason`,
        );
        assert.ok(verdicts.length > 2000);
    });
});
