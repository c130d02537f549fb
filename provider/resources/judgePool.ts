import type { Libvirt } from "../libvirt/libvirt";
import { judge, poolOnHostRules, type PoolOnHost } from "../rules";
import type { HostdevNetworkArgs } from "./hostdevNetwork";
import type { Asked, Judged } from "./kind";
import type { Operation } from "./operation";
import type { Survey } from "./survey";
import { messageOf } from "./undo";

type Said = Partial<HostdevNetworkArgs>;

/** Holds a pool against its host. */
export async function judgePool(
    connect: (uri: string) => Libvirt,
    operation: Operation,
    { want, was }: Asked<HostdevNetworkArgs>,
): Promise<Judged> {
    if (want.uri === undefined) return { failures: [], unchecked: [] };
    try {
        const model = await poolOnHost(operation.survey(connect(want.uri)), want, was);
        return { failures: judge(poolOnHostRules, model), unchecked: [] };
    } catch (error) {
        return { failures: [], unchecked: [`not checked: host unreachable: ${messageOf(error)}`] };
    }
}

async function poolOnHost(survey: Survey, want: Said, was: Said | undefined): Promise<PoolOnHost> {
    const { pf, addresses, driver } = want;
    const device = pf === undefined ? undefined : await survey.netDevice(pf);
    return {
        libvirt: (await survey.versions()).libvirt,
        title: want.title,
        description: want.description,
        driverModel: typeof driver === "object" ? driver.model : undefined,
        ...(pf !== undefined && { pf: { name: pf, link: device?.link ?? "missing", vfs: device?.vfs } }),
        ...(addresses && {
            vfs: await Promise.all(
                addresses.map(async (address) => ({ address, is: await survey.pciDevice(address) })),
            ),
        }),
        rivals: await rivals(
            survey,
            [want.name, was?.uri === want.uri ? was?.name : undefined],
            pf,
            addresses ?? device?.vfs ?? [],
        ),
    };
}

/** Other pools of the host, each with the first thing that both have. */
async function rivals(
    survey: Survey,
    own: readonly unknown[],
    pf: string | undefined,
    vfs: readonly string[],
): Promise<NonNullable<PoolOnHost["rivals"]>> {
    const others = (await survey.networks()).filter(({ name }) => !own.includes(name));
    const found = await Promise.all(others.map((other) => survey.network(other.name)));
    return found.flatMap((other) => {
        if (other?.mode !== "hostdev") return [];
        const shares = pf !== undefined && other.pf === pf ? pf : vfs.find((vf) => other.addresses?.includes(vf));
        return shares === undefined ? [] : [{ pool: other.name, shares }];
    });
}
