// Text search without accents and capitals, done in SQL because SQLite compares only plain letters by itself.

const PLAIN: Readonly<Record<string, string>> = {
	a: 'àâäáãå',
	c: 'ç',
	e: 'éèêë',
	i: 'îïíì',
	n: 'ñ',
	o: 'ôöóòõ',
	u: 'ùûüú',
	y: 'ÿ'
};
const PAIRS: readonly (readonly [string, string])[] = Object.entries(PLAIN).flatMap(([plain, accented]) =>
	Array.from(accented + accented.toUpperCase(), (letter) => [letter, plain] as const)
);

/** An SQL expression for a text in lower case without the accents of French. */
export const FOLDED_SQL = (expression: string): string =>
	PAIRS.reduce((sql, [accented, plain]) => `replace(${sql}, '${accented}', '${plain}')`, `lower(${expression})`);

/** The same for what is searched. */
export function foldForSql(text: string): string {
	const plain = new Map(PAIRS);
	return Array.from(text.normalize('NFC').toLowerCase(), (letter) => plain.get(letter) ?? letter)
		.join('')
		.trim();
}
