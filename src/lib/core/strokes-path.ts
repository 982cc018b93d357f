// Draws sealed strokes again, as the path of a picture.
import type { Strokes } from './operation';

/** An SVG path of the strokes in a box of 1000 × `strokes.height`; a dot is a line to itself, seen through its round cap. */
export const strokesPath = ({ lines }: Strokes): string => lines.map(linePath).join('');

function linePath(line: readonly number[]): string {
	const points: string[] = [];
	for (let index = 0; index + 1 < line.length; index += 2) points.push(`${line[index] ?? 0} ${line[index + 1] ?? 0}`);
	const [first, ...rest] = points;
	return first === undefined ? '' : `M${first}L${(rest.length > 0 ? rest : [first]).join('L')}`;
}
