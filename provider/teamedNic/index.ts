import { ignoreNotFound } from "../libvirt/errors";
import { nic, type Nic } from "../model/interface";
import { project } from "../xml";
import { applyPlan, observeGuest, requireGuest } from "./apply";
import { changesIn, differences } from "../lifecycle/differences";
import { effects, FOLLOWS, replacement } from "./effects";
import { observeTeam, withTargetNetwork } from "./observe";
import { eachHalf, type Halves, type Known } from "./halves";
import { judgePair } from "./hostCheck";
import type { Kind, Made, Properties } from "../lifecycle/kind";
import { domainUuid, nicsOf, outputsOf, liveAliases, vfIn } from "./outputs";
import { plan } from "./plan";
import { Survey } from "../host/survey";
import { judgeTeamedNic, teamedNicFields, withTeamedNicDefaults, type TeamedNicArgs } from "./args";

export const teamedNic: Kind<TeamedNicArgs> = {
    title: "teamed NIC",
    fields: teamedNicFields,
    judge: judgeTeamedNic,
    judgeOnHost: judgePair,
    replaceOn: ["uri", "domain"],
    withDefaults: withTeamedNicDefaults,

    async foresee(survey, want, held) {
        const was = held?.args;
        const moved = changesIn(teamedNic.replaceOn, was ?? want, want);
        if (moved !== "") return named(want, [replacement(moved)]);
        const uuid = held ? domainUuid(held.outputs) : (await survey.guestNamed(want.domain))?.uuid;
        if (uuid === undefined) return []; // a guest that is not there yet does not run
        const known = [want, was ?? {}, liveAliases(held?.outputs)];
        const seen = await observeTeam(survey, uuid, vfIn(held?.outputs), ...known);
        if (!seen) return [];
        const team = await withTargetNetwork(survey, seen, want);
        return named(want, effects(plan(team, was ?? {}, want, want.apply), team.live !== undefined));
    },

    follow(operation, { args: { uri, transient }, outputs }, replaced) {
        if (replaced.includes("transient")) operation.follow(uri, domainUuid(outputs), aliasOf(transient, outputs));
    },
    following(operation, { args: { uri, name, domain, transient }, outputs }) {
        if (!operation.isFollowing(uri, domainUuid(outputs), aliasOf(transient, outputs))) return undefined;
        return `${name} on ${domain}: ${FOLLOWS}`;
    },

    async create(libvirt, want, begun) {
        const there = await requireGuest(libvirt, want.domain, {}, want);
        const guest = await withTargetNetwork(new Survey(libvirt), there, want);
        const taken = [guest.config, guest.live ?? {}]
            .flatMap((halves) => Object.values(halves))
            .map(({ nic: { alias, mac } }) => `${alias ?? "without alias"} (${mac ?? "no MAC"})`);
        if (taken.length > 0 && !want.adopt) {
            throw new Error(
                `guest ${guest.name} on ${libvirt.uri} has ${[...new Set(taken)].join(" and ")} already. Set adopt to true to take over what is there, or choose another name, alias or mac.`,
            );
        }
        const id = `${guest.uuid}/${want.name}`;
        begun({ id, outputs: outputsOf(guest.uuid, want, guest) });
        const place = await applyPlan(libvirt, guest, plan(guest, {}, want, want.apply), want, want);
        return { id, outputs: outputsOf(guest.uuid, want, place) } satisfies Made;
    },

    async observe(survey, _id, said, outputs) {
        const uuid = domainUuid(outputs);
        const team = await observeTeam(survey, uuid, vfIn(outputs), said, liveAliases(outputs));
        if (!team || (isNone(team.config) && isNone(team.live ?? {}))) return undefined;
        const args = project(teamedNicFields, said, nicsOf(team.config)) as TeamedNicArgs;
        const seen = { args, outputs: outputsOf(uuid, args, team) };
        if (said.apply === "next-boot") {
            const { pending } = plan(team, said, said, said.apply);
            return { ...seen, notes: named(said, effects({ steps: [], pending }, true)) };
        }
        const running = team.live && runsOtherwise(said, team.live);
        return { ...seen, ...(running && { running }) };
    },

    async update(libvirt, _id, was, want, outputs) {
        const there = await requireGuest(libvirt, domainUuid(outputs), outputs, was, want);
        const guest = await withTargetNetwork(new Survey(libvirt), there, want);
        return outputsOf(
            guest.uuid,
            want,
            await applyPlan(libvirt, guest, plan(guest, was, want, want.apply), want, want),
        );
    },

    async delete(libvirt, _id, was, outputs) {
        await ignoreNotFound(async () => {
            const guest = await observeGuest(libvirt, domainUuid(outputs), outputs, was);
            await applyPlan(libvirt, guest, plan(guest, was, {}, was.apply), {}, was);
        });
    },
};

/** What the VF half is called in the guest that runs. */
const aliasOf = ({ alias = "" }: Nic, outputs: Properties): string => liveAliases(outputs).transient?.alias ?? alias;

const isNone = ({ persistent, transient }: Halves): boolean => !persistent && !transient;

/** Where a running team differs from what was said of it, by property; undefined where it does not. */
function runsOtherwise(said: Known, live: Halves): Properties | undefined {
    const running = eachHalf((half): Properties | "absent" | undefined => {
        const [wanted, there] = [said[half], live[half]];
        if (!wanted) return undefined;
        if (!there) return "absent";
        const differs = differences(project(nic.fields, wanted, there.nic), wanted);
        if (differs.length === 0) return undefined;
        return Object.fromEntries(differs.map(({ path, before }) => [path, before ?? "absent"]));
    });
    return Object.keys(running).length === 0 ? undefined : running;
}

const named = ({ name, domain }: TeamedNicArgs, lines: readonly string[]): readonly string[] =>
    lines.map((line) => `${name} on ${domain}: ${line}`);
