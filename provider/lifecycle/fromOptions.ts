import { argument, opt, text, texts, type FieldsOf } from "../xml";

/** Arguments that the class fills in from Pulumi's options, as Pulumi does not tell a provider. A change touches nothing on the host. */
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
    /**
     * Stack and name of the resource that makes it, e.g. `infra/prod::vfpool`. The class says it to `check`, and it is kept
     * with the outputs: as an input it would be a line of every preview, and an update of every state of before.
     *
     * @default unknown
     */
    readonly __madeBy?: string;
}

const BY_CLASS = { internal: true } as const;

export const fromOptions: FieldsOf<FromOptions> = {
    ignoreChanges: opt(argument(texts, BY_CLASS)),
    secrets: opt(argument(texts, BY_CLASS)),
    __madeBy: opt(argument(text, BY_CLASS)),
};
