// Where a dragged row of a list would land: pure geometry, so that the finger and a test see the same.

export type Row = { readonly top: number; readonly height: number };

/** The place of the row that the middle of the dragged one is over; the first or the last where it is past the list. */
export function placeUnder(rows: readonly Row[], from: number, offset: number): number {
	const dragged = rows[from];
	if (!dragged) return from;
	const middle = dragged.top + dragged.height / 2 + offset;
	const under = rows.findIndex(({ top, height }) => middle < top + height);
	return under < 0 ? rows.length - 1 : under;
}

/** Pixels by which a row gives way while another one is dragged past it. */
export function shiftOf(rows: readonly Row[], row: number, from: number, to: number): number {
	const height = rowStep(rows, from);
	if (row > from && row <= to) return -height;
	return row < from && row >= to ? height : 0;
}

/** Height of a row with the gap to its neighbour. */
function rowStep(rows: readonly Row[], from: number): number {
	const [row, next, before] = [rows[from], rows[from + 1], rows[from - 1]];
	if (row && next) return next.top - row.top;
	return row && before ? row.top + row.height - (before.top + before.height) : 0;
}
