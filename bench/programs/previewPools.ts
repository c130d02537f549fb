import { HostdevNetwork } from "pulumi-libvirt-teaming";
import { poolArgs, poolCount } from "./pool";

for (let number = 0; number < poolCount; number++) new HostdevNetwork(`pool${number}`, poolArgs(number));
