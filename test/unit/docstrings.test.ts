import assert from "node:assert/strict";
import { readdirSync, readFileSync } from "node:fs";
import { join } from "node:path";
import ts from "typescript";
import { compiled, exportsOf } from "../../docs/compiled";
import { projectRoot } from "../../lab/places";

/** Properties without a docstring, among those that an object literal gives to `element()`. */
function undocumentedRows(file: string): readonly string[] {
    const source = ts.createSourceFile(file, readFileSync(file, "utf8"), ts.ScriptTarget.Latest, true);
    const found: string[] = [];
    const visit = (node: ts.Node): void => {
        if (ts.isCallExpression(node) && node.expression.getText() === "element") {
            const [, rows] = node.arguments;
            assert.ok(rows && ts.isObjectLiteralExpression(rows), `${file}: ${node.getText().slice(0, 60)}`);
            for (const row of rows.properties)
                if (ts.getJSDocCommentsAndTags(row).length === 0) found.push(row.getText());
        }
        ts.forEachChild(node, visit);
    };
    visit(source);
    return found;
}

describe("docstrings", () => {
    const model = join(projectRoot, "provider/model");
    for (const file of readdirSync(model)) {
        it(`stand at every row of ${file}`, () => {
            assert.deepEqual(undocumentedRows(join(model, file)), []);
        });
    }

    it("reach the editor of whoever writes a program, for every argument and what look-ups answer", () => {
        const sdk = join(__dirname, "../../sdk/index.d.ts");
        const program = compiled(sdk);
        const checker = program.getTypeChecker();
        const exported = exportsOf(program, sdk);

        for (const [name, some] of [
            ["HostdevNetworkArgs", "portgroups"],
            ["TeamedNicArgs", "persistent"],
            ["VfPoolArgs", "portgroups"],
            ["VfPoolHost", "pf"],
            ["VfPool", "uris"],
            ["PersistentHalf", "mtu"],
            ["TransientHalf", "address"],
            ["GetHostdevNetworkOutputArgs", "name"],
            ["GetHostdevNetworkResult", "free"],
            ["PoolVf", "alias"],
            ["GetTeamsOutputArgs", "uri"],
            ["TeamOnHost", "problems"],
        ] as const) {
            const symbol = exported.find((one) => one.name === name);
            assert.ok(symbol, name);
            const properties = checker.getDeclaredTypeOfSymbol(checker.getAliasedSymbol(symbol)).getProperties();
            assert.ok(
                properties.some((property) => property.name === some),
                `${name}.${some}`,
            );
            const silent = properties.filter((property) => property.getDocumentationComment(checker).length === 0);
            assert.deepEqual(
                silent.map((property) => `${name}.${property.name}`),
                [],
            );
        }
    });
});
