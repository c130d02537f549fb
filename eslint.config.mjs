import tseslint from "typescript-eslint";

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
    { files: ["**/*.mjs", "**/*.cjs"], ...tseslint.configs.disableTypeChecked },
    { files: ["**/*.cjs"], rules: { "@typescript-eslint/no-require-imports": "off" } },
);
