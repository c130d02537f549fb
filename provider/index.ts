import { assertInstalled, connect } from "./libvirt";
import { lifecycle, type World } from "./lifecycle";
import { hostdevNetwork as network } from "./resources/hostdevNetwork";
import { teamedNic as nic } from "./resources/teamedNic";

/** What the hooks print, Pulumi shows under Diagnostics. */
const world: World = { assertInstalled, connect, say: console.log, warn: console.warn };

export const hostdevNetwork = lifecycle(network, world);
export const teamedNic = lifecycle(nic, world);
