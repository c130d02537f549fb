import { argument, opt, texts, type FieldsOf } from "../xml";

/** What the class fills in from Pulumi's options, as Pulumi does not tell a provider. Changing it touches nothing on the host. */
export interface FromOptions {
    /**
     * Paths that stay as the host has them, from Pulumi's option `ignoreChanges`.
     *
     * @default none
     */
    readonly ignoreChanges?: readonly string[];
    /**
     * Names of the arguments that are secret. What they hold is neither shown nor kept in clear, wherever it is copied to.
     *
     * @default none
     */
    readonly secrets?: readonly string[];
}

export const fromOptions: FieldsOf<FromOptions> = {
    ignoreChanges: opt(argument(texts)),
    secrets: opt(argument(texts)),
};
