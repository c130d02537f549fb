#!/usr/bin/env node
import { Command, CommanderError } from "commander";
import { readFileSync } from "node:fs";
import { join } from "node:path";
import { hidePasswords } from "../provider/model/uri";
import { addAdopt } from "./adopt/command";
import { addLint } from "./lint/command";
import { addMap } from "./map/command";
import { outputTo, type Status } from "./output";
import { legible } from "../provider/xml";
import { addReady } from "./ready/command";
import { addReport } from "./report/command";

const { version } = JSON.parse(readFileSync(join(__dirname, "../../package.json"), "utf8")) as { version: string };
const isInColour = process.stdout.isTTY && !process.env["NO_COLOR"];
const columns = process.stdout.isTTY ? process.stdout.columns : undefined;

/** Returns a text for printing, without the passwords of the URIs that the command was given. */
const shown = (text: string): string => hidePasswords(text, process.argv.slice(2));

const output = outputTo(
    (text) => process.stdout.write(shown(text)),
    (text) => process.stderr.write(shown(text)),
);

/** The reader of the output has ended. The rest is still judged, for the complaints. */
let isBroken = false;
process.stdout.on("error", (error: NodeJS.ErrnoException) => {
    if (error.code !== "EPIPE") throw error;
    output.complain("standard output: broken pipe. The reader of the output has ended.");
    isBroken = true;
    process.exitCode = 2;
});

/** Ends as soon as all is written. */
function leave(status: Status): void {
    process.exitCode = isBroken ? 2 : status;
}

const program = new Command("pulumi-libvirt-teaming")
    .description("Checks and shows teamed NICs and pools of VFs in libvirt.")
    .version(version)
    .configureOutput({
        writeOut: (text) => process.stdout.write(shown(text)),
        writeErr: (text) => process.stderr.write(legible(shown(text))),
    })
    .exitOverride();
addLint(program, { version, isInColour, rules: join(__dirname, "../../docs/rules.md") }, output, leave);
addMap(program, { columns, isInColour }, output, leave);
addAdopt(program, version, output, leave);
addReady(program, { columns, isInColour }, output, leave);
addReport(program, output, leave);

program.parseAsync().catch((error: unknown) => {
    if (!(error instanceof CommanderError)) throw error;
    process.exitCode = error.exitCode === 0 ? 0 : 2; // commander has said what is wrong; 1 stands for findings
});
