import { guestXml } from "../../lab/host";
import { judgeDocument } from "../../provider/documents";
import { hostdevNetwork, type HostdevNetwork } from "../../provider/model/hostdevNetwork";
import { nic } from "../../provider/model/interface";
import { judge, networkRules, teamRules, type Team } from "../../provider/rules";
import { encode, write } from "../../provider/xml";
import { networkCases } from "../unit/rules/networkCases";
import { teamCases } from "../unit/rules/teamCases";
import type { Input } from "./agreement";
import { guestDocuments, poolDocuments } from "./agreementDocuments";
import { fittedPool, fittedTeam, modelsOf } from "./anyInput";

/** A pair inside a guest. */
export const ofTeam = (team: Team): Input => ({
    kind: "domain",
    xml: guestXml("guest", { interfaces: [team.persistent, team.transient].map((half) => write(encode(nic, half))) }),
    failures: judge(teamRules, team),
});

export const ofPool = (pool: HostdevNetwork): Input => ({
    kind: "network",
    xml: write(encode(hostdevNetwork, pool)),
    failures: judge(networkRules, pool),
});

const ofDocument =
    (kind: Input["kind"]) =>
    (xml: string): Input => ({ kind, xml, failures: judgeDocument(xml).failures });

/** What the cases of the rules say, on both sides, as a program's values come to the host. */
export const inputsOfCases = (): readonly Input[] => [
    ...modelsOf<Team>(teamCases)
        .flatMap((team) => fittedTeam(team) ?? [])
        .map(ofTeam),
    ...modelsOf<HostdevNetwork>(networkCases)
        .flatMap((pool) => fittedPool(pool) ?? [])
        .map(ofPool),
    ...guestDocuments.map(ofDocument("domain")),
    ...poolDocuments.map(ofDocument("network")),
];
