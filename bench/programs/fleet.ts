import { HostdevNetwork, TeamedNic } from "pulumi-libvirt-teaming";
import { everyPair } from "./pair";
import { poolArgs, poolCount } from "./pool";

// Pools, and pairs for the guests that the host has, spread over the pools.

for (let number = 0; number < poolCount; number++) new HostdevNetwork(`pool${number}`, poolArgs(number));
for (const { name, args } of everyPair()) new TeamedNic(name, args);
