import { Idle } from "./idle";
import { allOfPool, poolCount } from "./pool";

for (let number = 0; number < poolCount; number++) new Idle(`pool${number}`, allOfPool(`pool${number}`, number));
