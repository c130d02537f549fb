import { withoutStack } from "../../provider/lifecycle/mistakes";
import { Survey, type Surveys } from "../../provider/host/survey";

/** Asks a host from within the program: dynamic providers have no functions of their own. */
export async function lookUp<T>(uri: string, ask: (survey: Survey, others: Surveys) => Promise<T>): Promise<T> {
    // a program that looks up nothing loads no native library
    const { connect } = await import("../../provider/libvirt/index.js");
    // networks change meanwhile, by the provider's process
    const surveys = (host: string): Survey => new Survey(connect(host, { listing: 0 }));
    try {
        return await ask(surveys(uri), surveys);
    } catch (error) {
        throw withoutStack(error);
    }
}
