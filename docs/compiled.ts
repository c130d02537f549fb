import ts from "typescript";

/** Compiles a declaration file and what it imports of this package. The declarations of other packages would take most of the time. */
export function compiled(file: string): ts.Program {
    const options: ts.CompilerOptions = {
        strict: true,
        exactOptionalPropertyTypes: true,
        module: ts.ModuleKind.Node16,
        moduleResolution: ts.ModuleResolutionKind.Node16,
        lib: ["lib.es2023.d.ts"],
        types: [],
    };
    const host = ts.createCompilerHost(options);
    host.resolveModuleNameLiterals = (names, from) =>
        names.map(({ text }) =>
            text.startsWith(".") ? ts.resolveModuleName(text, from, options, host) : { resolvedModule: undefined },
        );
    return ts.createProgram([file], options, host);
}

/** Returns what a file of a program exports. */
export function exportsOf(program: ts.Program, file: string): readonly ts.Symbol[] {
    const checker = program.getTypeChecker();
    const source = program.getSourceFile(file);
    const module = source && checker.getSymbolAtLocation(source);
    if (!module) throw new Error(`${file} exports nothing. Run npm run build first.`);
    return checker.getExportsOfModule(module);
}
