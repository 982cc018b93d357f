// A QR code as one SVG path, so that it prints sharp and needs no image.
import { encode } from 'uqr';

export type QrPath = {
	/** Side of the square in modules, quiet zone included: the viewBox is `0 0 size size`. */
	readonly size: number;
	/** Dark modules, one rectangle for each run of a row. */
	readonly path: string;
};

/** Modules of quiet zone that readers need around the code (ISO/IEC 18004). */
const QUIET_ZONE = 4;

/** The code of a text, e.g. the address of a receipt's check; 15 % of it may be dirty. Throws when the text is too long. */
export function qrPath(text: string): QrPath {
	const { data, size } = encode(text, { ecc: 'M', border: QUIET_ZONE });
	return { size, path: data.map((row, y) => rowPath(row, y)).join('') };
}

function rowPath(row: readonly boolean[], y: number): string {
	let path = '';
	for (let x = 0; x < row.length; x += 1) {
		if (!row[x]) continue;
		const from = x;
		while (row[x + 1]) x += 1;
		path += `M${from} ${y}h${x - from + 1}v1h-${x - from + 1}z`;
	}
	return path;
}
