import { daemonVersions } from "../../lab/daemonVersion";
import { libvirtDoes, type VersionFactName } from "../../provider/model/versions";

/** Tells whether the daemon that the tests run against does what a fact says. */
export const does = (fact: VersionFactName): boolean => libvirtDoes(fact, daemonVersions().libvirt);

/** Cases for daemons that do it. */
export const where = <Case>(fact: VersionFactName, cases: readonly Case[]): readonly Case[] =>
    does(fact) ? cases : [];

/** Cases for daemons that do not do it. */
export const unless = <Case>(fact: VersionFactName, cases: readonly Case[]): readonly Case[] =>
    does(fact) ? [] : cases;
