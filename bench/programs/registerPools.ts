import { poolArgs } from "./pool";
import { register } from "./registered";

void register(async () => {
    const { HostdevNetwork } = await import("pulumi-libvirt-teaming");
    return (number) => new HostdevNetwork(`pool${number}`, poolArgs(number));
});
