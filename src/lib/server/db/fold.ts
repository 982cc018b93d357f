// Text search without accents and capitals: SQLite compares only plain letters by itself, so the pattern names every form of a letter.

const ACCENTED: Readonly<Record<string, string>> = {
	a: 'àâäáãå',
	c: 'ç',
	e: 'éèêë',
	i: 'îïíì',
	n: 'ñ',
	o: 'ôöóòõ',
	u: 'ùûüú',
	y: 'ÿ'
};

/** A GLOB pattern for texts that contain what was typed, whatever its accents and capitals; null when nothing was typed. */
export function containsPattern(typed: string): string | null {
	const plain = typed.normalize('NFD').replace(/\p{M}/gu, '').toLowerCase().trim();
	return plain === '' ? null : `*${Array.from(plain, formsOf).join('')}*`;
}

/** A character, or the class of all forms of a letter; what GLOB would read as a wildcard stands for itself. */
function formsOf(character: string): string {
	if (/[a-z]/.test(character)) {
		const forms = character + (ACCENTED[character] ?? '');
		return `[${forms}${forms.toUpperCase()}]`;
	}
	return /[*?[]/.test(character) ? `[${character}]` : character;
}
