import { withoutStack } from "../../provider/lifecycle/mistakes";
import { Survey } from "../../provider/host/survey";

/** Asks a host from within the program: dynamic providers have no functions of their own. */
export async function lookUp<T>(uri: string, ask: (survey: Survey) => Promise<T>): Promise<T> {
    // a program that looks up nothing loads no native library
    const { connect } = await import("../../provider/libvirt/index.js");
    try {
        // networks change meanwhile, by the provider's process
        return await ask(new Survey(connect(uri, { listing: 0 })));
    } catch (error) {
        throw withoutStack(error);
    }
}
