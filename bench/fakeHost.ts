import type { Libvirt } from "../provider/libvirt";

/**
 * A host that gives the answers of a bench.
 *
 * @throws TypeError when it is asked for anything else: a mistake in the bench, which the hooks take for no fault of a host
 */
export const fakeHost = (answers: Partial<Libvirt>): Libvirt =>
    new Proxy(answers, {
        get(_, call) {
            const answer = answers[call as keyof Libvirt];
            if (answer === undefined) throw new TypeError(`The bench asked its host for ${String(call)}.`);
            return answer;
        },
    }) as Libvirt;
