"use strict";
const { Runner } = require("mocha");

// Of an error, a job tells the main process what is enumerable, and the cause is not: a failure would lose it.
const { fail } = Runner.prototype;
Runner.prototype.fail = function (test, error, force) {
    const seen = new Set();
    for (let one = error; one instanceof Error && Object.isExtensible(one) && !seen.has(one); one = one.cause) {
        seen.add(one);
        if (Object.hasOwn(one, "cause")) Object.defineProperty(one, "cause", { enumerable: true });
    }
    return fail.call(this, test, error, force);
};
