export { HostdevNetwork, type HostdevNetworkArgs } from "./hostdevNetwork";
export { TeamedNic, type PersistentHalf, type TeamedNicArgs, type TransientHalf } from "./teamedNic";
