// What a screen loads before it works: the files that its own import, and so on, without types and without what is loaded on demand.
import ts from 'typescript';
import { parse, resolveImport, type Source } from './sources';

/** Each file that some files load with themselves, and the first importer found: the way to whoever brought it along. */
export function loadedWith(entries: readonly string[], sources: readonly Source[]): ReadonlyMap<string, string | null> {
	const byPath = new Map(sources.map((source) => [source.path, source]));
	const loaded = new Map<string, string | null>(entries.map((path) => [path, null]));
	const queue = [...entries];
	for (let path = queue.pop(); path !== undefined; path = queue.pop()) {
		const source = byPath.get(path);
		for (const specifier of source ? valueImports(source) : []) {
			const imported = resolveImport(path, specifier);
			if (imported === null || loaded.has(imported)) continue;
			loaded.set(imported, path);
			queue.push(imported);
		}
	}
	return loaded;
}

/** Imports and passed-on exports that are there when the program runs. */
function valueImports(source: Source): readonly string[] {
	return parse(source).statements.flatMap((statement) => {
		const isImport = ts.isImportDeclaration(statement);
		if (!isImport && !ts.isExportDeclaration(statement)) return [];
		const { moduleSpecifier } = statement;
		if (!moduleSpecifier || !ts.isStringLiteral(moduleSpecifier)) return [];
		const isTypeOnly = isImport ? isOnlyTypes(statement.importClause) : statement.isTypeOnly;
		return isTypeOnly ? [] : [moduleSpecifier.text];
	});
}

function isOnlyTypes(clause: ts.ImportClause | undefined): boolean {
	if (!clause) return false;
	if (clause.phaseModifier === ts.SyntaxKind.TypeKeyword) return true;
	const { name, namedBindings } = clause;
	if (name || !namedBindings || !ts.isNamedImports(namedBindings)) return false;
	return namedBindings.elements.every((element) => element.isTypeOnly);
}
