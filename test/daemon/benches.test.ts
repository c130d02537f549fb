import { testBenchesThatNeed } from "../support/benches";

describe("a bench that needs a daemon", () => {
    testBenchesThatNeed("a daemon");
});
