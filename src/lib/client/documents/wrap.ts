// Breaks a text into lines of a width; a word that is wider than a line is broken between letters, never cut off.
import type { Faces, Style } from './faces';
import { lettersOf } from './script-faces';

/** The lines of a paragraph; at least one, which may be empty. Blanks that never break stay inside of their line. */
export function wrap(text: string, width: number, style: Style, faces: Pick<Faces, 'width'>): readonly string[] {
	const lines: string[] = [];
	let line = '';
	for (const word of text.split(' ')) {
		const longer = line === '' ? word : `${line} ${word}`;
		if (faces.width(longer, style) <= width) {
			line = longer;
			continue;
		}
		if (line !== '') lines.push(line);
		const pieces = broken(word, width, style, faces);
		lines.push(...pieces.slice(0, -1));
		line = pieces.at(-1) ?? '';
	}
	return [...lines, line];
}

function broken(word: string, width: number, style: Style, faces: Pick<Faces, 'width'>): readonly string[] {
	const pieces: string[] = [];
	let piece = '';
	for (const letter of lettersOf(word)) {
		if (piece !== '' && faces.width(piece + letter, style) > width) {
			pieces.push(piece);
			piece = '';
		}
		piece += letter;
	}
	return [...pieces, piece];
}
