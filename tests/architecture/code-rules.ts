// Rules about what code may do, read from the syntax tree: purity of core, no hidden state, short functions.
import ts from 'typescript';
import { parse, type Source } from './sources';

const ambient = new Set([
	...['fetch', 'process', 'crypto', 'performance', 'navigator', 'location', 'document', 'window', 'globalThis'],
	...['localStorage', 'indexedDB', 'setTimeout', 'setInterval', 'queueMicrotask', 'Temporal', 'console', 'Buffer']
]);
const clockAndChance = new Set(['Date.now', 'Math.random', 'Date.parse']);

/** Uses of the clock, of chance, of the outside world or of the machine's language in a file that must be pure. */
export function impurities(source: Source): readonly string[] {
	const file = parse(source);
	const declared = new Set<string>();
	const found: string[] = [];
	visit(file, (node) => {
		if (
			(ts.isParameter(node) || ts.isVariableDeclaration(node) || ts.isBindingElement(node)) &&
			ts.isIdentifier(node.name)
		) {
			declared.add(node.name.text);
		}
	});
	visit(file, (node) => {
		const name = impurity(node, declared);
		if (name !== null) found.push(`${where(file, node)} uses ${name}`);
	});
	return found;
}

function impurity(node: ts.Node, declared: ReadonlySet<string>): string | null {
	if (ts.isPropertyAccessExpression(node) || ts.isCallExpression(node)) {
		const text = node.expression.getText();
		if (ts.isPropertyAccessExpression(node) && clockAndChance.has(node.getText())) return node.getText();
		if (ts.isIdentifier(node.expression) && ambient.has(text) && !declared.has(text)) return text;
	}
	if (ts.isNewExpression(node) && node.expression.getText() === 'Date' && (node.arguments?.length ?? 0) === 0)
		return 'new Date()';
	const isIntl = ts.isNewExpression(node) && node.expression.getText().startsWith('Intl.');
	const isLocale =
		ts.isCallExpression(node) && /\.toLocale(String|DateString|TimeString)$/.test(node.expression.getText());
	if ((isIntl || isLocale) && (node.arguments?.[0]?.getText() ?? 'undefined') === 'undefined')
		return 'the default language';
	return null;
}

/** Variables of a module that outlive a request: on the edge one isolate serves many users. */
export function moduleState(source: Source): readonly string[] {
	const file = parse(source);
	return file.statements.filter(ts.isVariableStatement).flatMap((statement) => {
		const { declarationList } = statement;
		const mutable = !declarationList.getText().startsWith('const');
		return declarationList.declarations
			.filter((declaration) => mutable || isEmptyCollection(declaration.initializer))
			.map((declaration) => `${where(file, declaration)} keeps ${declaration.name.getText()}`);
	});
}

const isEmptyCollection = (value: ts.Expression | undefined): boolean =>
	value !== undefined &&
	((ts.isNewExpression(value) &&
		/^(Map|Set)$/.test(value.expression.getText()) &&
		(value.arguments?.length ?? 0) === 0) ||
		(ts.isArrayLiteralExpression(value) && value.elements.length === 0));

/** Functions longer than so many lines, blank lines and comments not counted. */
export function longFunctions(source: Source, limit: number): readonly string[] {
	const file = parse(source);
	const found: string[] = [];
	visit(file, (node) => {
		if (!ts.isFunctionLike(node) || !('body' in node) || node.body === undefined) return;
		const lines = countedLines(node.getText());
		if (lines > limit) found.push(`${where(file, node)} has ${lines} lines`);
	});
	return found;
}

/** Calls whose callee ends so, with the line of each. */
export function callsOf(source: Source, callee: RegExp): readonly string[] {
	const file = parse(source);
	const found: string[] = [];
	visit(file, (node) => {
		if (ts.isCallExpression(node) && callee.test(node.expression.getText())) {
			found.push(`${where(file, node)} calls ${node.expression.getText()}`);
		}
	});
	return found;
}

const countedLines = (text: string): number =>
	text
		.replace(/\/\*[\s\S]*?\*\//g, '')
		.split('\n')
		.filter((line) => line.trim() !== '' && !line.trim().startsWith('//')).length;

function visit(node: ts.Node, see: (node: ts.Node) => void): void {
	see(node);
	node.forEachChild((child) => {
		visit(child, see);
	});
}

const where = (file: ts.SourceFile, node: ts.Node): string =>
	`${file.fileName}:${file.getLineAndCharacterOfPosition(node.getStart(file)).line + 1}`;
