import { testBenchesThatNeed } from "../support/benches";

describe("a bench that needs nothing", () => {
    testBenchesThatNeed("nothing");
});
