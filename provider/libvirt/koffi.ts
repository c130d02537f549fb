import { createRequire } from "node:module";
import type * as Koffi from "koffi" with { "resolution-mode": "import" };

// koffi has an entry for CommonJS, but declares its types for ES modules alone.
export const koffi = createRequire(__filename)("koffi") as typeof Koffi;
export type { LibraryHandle } from "koffi" with { "resolution-mode": "import" };
