import { HostdevNetwork, TeamedNic } from "pulumi-libvirt-teaming";
import { everyPair } from "./pair";
import { poolArgs, poolCount } from "./pool";

// Pools, and pairs for the guests that the host has, spread over the pools.

const pools = Array.from({ length: poolCount }, (_, number) => new HostdevNetwork(`pool${number}`, poolArgs(number)));
for (const [number, { name, args }] of everyPair().entries()) {
    const pool = number % poolCount;
    new TeamedNic(name, args, { dependsOn: pools.slice(pool, pool + 1) });
}
