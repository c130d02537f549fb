import assert from "node:assert/strict";
import { placeMessage, type PlaceMessageId } from "../../../provider/teamedNic/placeWords";
import { PLACE_TEXTS } from "./placeTexts";

describe("the words about the place of a guest", () => {
    for (const [id, texts] of Object.entries(PLACE_TEXTS))
        for (const [facts, text] of texts)
            it(`follow from its facts: ${id}: ${text}`, () => {
                const message = placeMessage(id as PlaceMessageId, "net0 on web1", facts as never);
                assert.deepEqual(message, { id, subject: "net0 on web1", facts, text });
            });
});
