import type { Host } from "../../lab/host";

/** Ends a guest, if it runs. On a busy machine QEMU may need longer than libvirt waits for it: then it is asked again. */
export async function shutOff(host: Host, guest: string): Promise<void> {
    const isRunning = async (): Promise<boolean> => {
        const names = await host.virsh("list", "--name").catch(() => ""); // the daemon may have died
        return names.split("\n").some((name) => name.trim() === guest);
    };
    while (await isRunning()) await host.virsh("destroy", guest).catch(() => undefined);
}
