import { Idle } from "./idle";
import { allOfPair, everyPair } from "./pair";
import { allOfPool, poolCount } from "./pool";

for (let number = 0; number < poolCount; number++) new Idle(`pool${number}`, allOfPool(`pool${number}`, number));
for (const pair of everyPair()) new Idle(pair.name, allOfPair(pair));
