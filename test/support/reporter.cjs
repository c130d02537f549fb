"use strict";
const { reporters } = require("mocha");

/** mocha's own summary, then the counts on one line that a machine can read. */
module.exports = class Counted extends reporters.Spec {
    epilogue() {
        super.epilogue();
        const { passes, failures, pending } = this.stats;
        console.log(`${passes} passed, ${failures} failed${pending ? `, ${pending} skipped` : ""}`);
    }
};
