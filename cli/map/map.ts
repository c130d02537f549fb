import type { Libvirt } from "../../provider/libvirt/libvirt";
import { Survey } from "../../provider/host/survey";
import { messageOf } from "../../provider/libvirt/errors";
import { hidePasswords } from "../../provider/model/uri";
import type { Output, Status } from "../output";
import { withoutPasswords } from "../passwords";
import type { Answer, MapForm } from "./form";
import { hostMap } from "./hostMap";

/**
 * Asks hosts at the same time, and prints them in the order given.
 *
 * @returns 0 where all answered, else 2
 */
export async function map(
    connect: (uri: string) => Libvirt,
    uris: readonly string[],
    form: MapForm,
    { out, complain }: Output,
): Promise<Status> {
    let status: Status = 0;
    out(form.begin);
    for (const [index, asked] of uris.map((uri) => ask(connect, uri)).entries()) {
        const answer = withoutPasswords(await asked, uris);
        if ("problem" in answer) {
            complain(answer.problem);
            status = 2;
        }
        out(form.host(answer, index));
    }
    out(form.end);
    return status;
}

async function ask(connect: (uri: string) => Libvirt, uri: string): Promise<Answer> {
    try {
        return await hostMap(new Survey(connect(uri)));
    } catch (error) {
        const message = messageOf(error);
        const shown = hidePasswords(uri, [uri]);
        return { uri, problem: message.includes(shown) ? message : `${shown}: ${message}` };
    }
}
