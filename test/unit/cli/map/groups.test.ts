import assert from "node:assert/strict";
import { groupsOf } from "../../../../cli/map/groups";
import type { TeamOnHost } from "../../../../provider/host/teams";
import { odd } from "../../../support/oddMap";

describe("the groups of a map", () => {
    it("have a team beside a VF that its own guest has, and no other guest", () => {
        const [pool] = odd.pools;
        const [team] = odd.teams;
        assert.ok(pool && team);
        const teamAt = (domainUuid: string): TeamOnHost | undefined =>
            groupsOf({ ...odd, pools: [pool], teams: [{ ...team, domainUuid }] })[0]?.places[0]?.team;
        assert.deepEqual(teamAt(team.domainUuid), team);
        assert.equal(teamAt("another"), undefined);
    });
});
