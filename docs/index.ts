import { writeFileSync } from "node:fs";
import { join } from "node:path";
import { projectRoot } from "../lab/places";
import { licencesDocument } from "./licences";
import { messagesDocument } from "./messages";
import { referenceDocuments } from "./reference";
import { rulesDocument } from "./rules";

// npm run docs
writeFileSync(join(projectRoot, "docs/rules.md"), rulesDocument());
writeFileSync(join(projectRoot, "docs/messages.md"), messagesDocument());
writeFileSync(join(projectRoot, "docs/licences.md"), licencesDocument());
for (const [file, text] of referenceDocuments()) writeFileSync(join(projectRoot, "docs", file), text);
