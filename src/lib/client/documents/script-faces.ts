// Which face draws which character: the standard Latin one, an embedded subset for other scripts, a picture for all else.

/** Scripts with a face of their own; each is a file that is read only when a name needs it. */
export const SCRIPTS = [
	'latin',
	'latin-ext',
	'vietnamese',
	'greek',
	'greek-ext',
	'cyrillic',
	'cyrillic-ext',
	'hebrew',
	'arabic'
] as const;
export type Script = (typeof SCRIPTS)[number];

/** A piece of text that one face draws. */
export type Run = { readonly face: 'standard' | 'picture' | Script; readonly text: string };

type Range = readonly [from: number, to: number];

/** Where each face is asked first, by Unicode block; whether it has the character is asked of the face itself. */
const BLOCKS: readonly (readonly [Script, readonly Range[]])[] = [
	['latin', [[0x0020, 0x02ff]]],
	[
		'vietnamese',
		[
			[0x1ea0, 0x1ef9],
			[0x01a0, 0x01a1],
			[0x01af, 0x01b0]
		]
	],
	[
		'latin-ext',
		[
			[0x0100, 0x02ff],
			[0x1d00, 0x1dbf],
			[0x1e00, 0x1eff],
			[0x2c60, 0x2c7f],
			[0xa720, 0xa7ff]
		]
	],
	['greek', [[0x0370, 0x03ff]]],
	['greek-ext', [[0x1f00, 0x1fff]]],
	[
		'cyrillic',
		[
			[0x0400, 0x045f],
			[0x0490, 0x0491],
			[0x2116, 0x2116]
		]
	],
	[
		'cyrillic-ext',
		[
			[0x0400, 0x052f],
			[0x1c80, 0x1c88],
			[0x2de0, 0x2dff],
			[0xa640, 0xa69f]
		]
	],
	[
		'hebrew',
		[
			[0x0590, 0x05ff],
			[0xfb1d, 0xfb4f]
		]
	],
	[
		'arabic',
		[
			[0x0600, 0x06ff],
			[0x0750, 0x077f],
			[0x08a0, 0x08ff],
			[0xfb50, 0xfdff],
			[0xfe70, 0xfefc]
		]
	]
];

/** The scripts whose face may have a character, the likeliest first; none for what only a picture can draw. */
export const scriptsOf = (code: number): readonly Script[] =>
	BLOCKS.filter(([, ranges]) => ranges.some(([from, to]) => code >= from && code <= to)).map(([script]) => script);

/** Says whether text of this face is read from right to left. */
export const isRightToLeft = (face: Run['face']): boolean => face === 'hebrew' || face === 'arabic';

/** What a reader takes for one letter, with the marks on it. */
export const lettersOf = (text: string): readonly string[] =>
	[...new Intl.Segmenter(undefined, { granularity: 'grapheme' }).segment(text)].map(({ segment }) => segment);

/**
 * Cuts a line into runs of one face. Blanks between two words from right to left stay with them, so that their order is
 * kept; letters that are drawn as pictures stand alone.
 * @param faceOf the face that has all glyphs of a letter
 */
export function runsOf(text: string, faceOf: (letter: string) => Run['face']): readonly Run[] {
	const runs: { face: Run['face']; text: string }[] = [];
	for (const letter of lettersOf(text)) {
		const last = runs.at(-1);
		const face = isBlank(letter) ? (last && isRightToLeft(last.face) ? last.face : 'standard') : faceOf(letter);
		if (last?.face === face && face !== 'picture') last.text += letter;
		else runs.push({ face, text: letter });
	}
	return runs.flatMap(blanksApart);
}

const isBlank = (letter: string): boolean => letter === ' ' || letter === '\u00a0';

/** A blank at the end of a foreign run is drawn by the standard face, at the side where the next run stands. */
function blanksApart(run: Run): readonly Run[] {
	const text = run.text.replace(/[ \u00a0]+$/, '');
	if (run.face === 'standard' || text === run.text) return [run];
	return [
		{ ...run, text },
		{ face: 'standard', text: run.text.slice(text.length) }
	];
}
