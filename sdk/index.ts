export {
    getHostdevNetwork,
    getHostdevNetworkOutput,
    type GetHostdevNetworkArgs,
    type GetHostdevNetworkOutputArgs,
    type GetHostdevNetworkResult,
} from "./lookUps/getHostdevNetwork";
export {
    getMigrationReadiness,
    getMigrationReadinessOutput,
    type GetMigrationReadinessArgs,
    type GetMigrationReadinessOutputArgs,
} from "./lookUps/getMigrationReadiness";
export { getTeams, getTeamsOutput, type GetTeamsArgs, type GetTeamsOutputArgs } from "./lookUps/getTeams";
export { HostdevNetwork, type HostdevNetworkArgs } from "./hostdevNetwork";
export { TeamedNic, type PersistentHalf, type TeamedNicArgs, type TransientHalf } from "./teamedNic";
export { VfPool, type VfPoolArgs, type VfPoolHost } from "./vfPool";
export type { PoolVf } from "../provider/host/occupancy";
export type { MigrationProblem, MigrationReadiness, TargetReadiness } from "../provider/teamedNic/migrationReadiness";
export type { TeamOnHost } from "../provider/host/teams";
