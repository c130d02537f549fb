import { virsh, type Host } from "../../lab/host";
import { close } from "../../provider/libvirt";
import { livesOver } from "./poolLife";

/** A program for a user without rights: runs a pool through its life in the user's own libvirt, which libvirt starts. */
async function main(): Promise<void> {
    const uri = "qemu:///session";
    const host: Partial<Host> = { uri, virsh: (...args) => virsh(uri, args) };
    await livesOver(uri, host as Host);
    await close();
    console.log("lived");
}

void main();
