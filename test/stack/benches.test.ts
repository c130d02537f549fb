import { testBenchesThatNeed } from "../support/benches";

describe("a bench that needs a daemon and Pulumi", () => {
    testBenchesThatNeed("a daemon and Pulumi");
});
