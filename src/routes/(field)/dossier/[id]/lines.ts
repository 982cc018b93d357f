// A field in which each line says one thing.
/** The lines that say something, without blanks around them. */
export const linesOf = (text: string): readonly string[] =>
	text
		.split('\n')
		.map((line) => line.trim())
		.filter((line) => line !== '');
