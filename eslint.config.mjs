import tseslint from "typescript-eslint";

/** Plain over clever: forms that a reader has to take apart. */
const CLEVER = [
    {
        selector: "SpreadElement > ObjectExpression",
        message: "An object literal is spread. Write its properties out.",
    },
    {
        selector: "ObjectExpression > SpreadElement > LogicalExpression[operator='&&']",
        message:
            "A property is spread where a condition holds. Give it to defined(), undefined where it does not hold.",
    },
    {
        selector: "VariableDeclarator[id.type='ArrayPattern'][init.type='ArrayExpression']",
        message: "Two tuples are taken apart at once. Declare one value a line.",
    },
];

export default tseslint.config(
    { ignores: ["dist/", ".cache/", "**/node_modules/"] },
    ...tseslint.configs.strictTypeChecked,
    {
        languageOptions: { parserOptions: { projectService: { allowDefaultProject: ["*.mjs"] } } },
        rules: {
            "@typescript-eslint/consistent-type-imports": "error",
            "@typescript-eslint/restrict-template-expressions": ["error", { allowNumber: true, allowBoolean: true }],
        },
    },
    { files: ["**/*.ts"], ignores: ["test/**"], rules: { "no-restricted-syntax": ["error", ...CLEVER] } },
    { files: ["**/*.mjs", "**/*.cjs"], ...tseslint.configs.disableTypeChecked },
    { files: ["**/*.cjs"], rules: { "@typescript-eslint/no-require-imports": "off" } },
);
