import assert from "node:assert/strict";
import { formatMessage } from "../../../provider/lifecycle/message";
import { pairMessage, type PairMessageId } from "../../../provider/teamedNic/words";
import { PAIR_TEXTS } from "./pairTexts";

const subject = "net0 on web1";

describe("an effect in words", () => {
    for (const [id, texts] of Object.entries(PAIR_TEXTS))
        for (const [facts, text] of texts)
            it(`${id}: ${text}`, () => {
                const message = pairMessage(id as PairMessageId, subject, facts as never);
                assert.deepEqual(message, { id, subject, facts, text });
                assert.equal(formatMessage(message), `net0 on web1: ${text}`);
            });
});
