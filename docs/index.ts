import { writeFileSync } from "node:fs";
import { join } from "node:path";
import { projectRoot } from "../lab/places";
import { messagesDocument } from "./messages";
import { rulesDocument } from "./rules";

// npm run docs
writeFileSync(join(projectRoot, "docs/rules.md"), rulesDocument());
writeFileSync(join(projectRoot, "docs/messages.md"), messagesDocument());
