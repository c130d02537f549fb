import { guestXml } from "../../lab/host";
import { judgeDocument } from "../../provider/documents";
import { hostdevNetwork, type HostdevNetwork } from "../../provider/model/hostdevNetwork";
import { nic } from "../../provider/model/interface";
import { judge, ruleSets, teamRules, type Team } from "../../provider/rules";
import { encode, write } from "../../provider/xml";
import { cases, teamModels } from "../unit/rules/cases";
import type { Input } from "./agreement";
import { guestDocuments, guestTexts, networkTexts, poolDocuments } from "./agreementDocuments";
import { fittedPool, fittedTeam } from "./anyInput";
import { modelsOf } from "./cases";

/** A pair inside a guest. */
export const ofTeam = (team: Team): Input => ({
    kind: "domain",
    xml: guestXml("guest", { interfaces: [team.persistent, team.transient].map((half) => write(encode(nic, half))) }),
    failures: judge(teamRules, team),
});

export const ofPool = (pool: HostdevNetwork): Input => ({
    kind: "network",
    xml: write(encode(hostdevNetwork, pool)),
    failures: judge(ruleSets.network.rules, pool),
});

const ofDocument =
    (kind: Input["kind"]) =>
    (xml: string): Input => ({ kind, xml, failures: judgeDocument(xml).failures });

/** What the cases of the rules say, on both sides, as a program's values come to the host. */
export const inputsOfCases = (): readonly Input[] => [
    ...teamModels.flatMap((team) => fittedTeam(team) ?? []).map(ofTeam),
    ...modelsOf(cases.network)
        .flatMap((pool) => fittedPool(pool) ?? [])
        .map(ofPool),
    ...[...guestDocuments, ...guestTexts].map(ofDocument("domain")),
    ...[...poolDocuments, ...networkTexts].map(ofDocument("network")),
];
