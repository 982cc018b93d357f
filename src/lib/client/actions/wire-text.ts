// Text as it may be signed: keyboards give what they like, the wire takes well-formed Unicode in form C.

/** The same data with every text well formed, in form C and trimmed; keys are the program's own and stay. */
export function toWireText(value: unknown): unknown {
	if (typeof value === 'string') return value.toWellFormed().normalize('NFC').trim();
	if (Array.isArray(value)) return value.map(toWireText);
	if (typeof value !== 'object' || value === null) return value;
	return Object.fromEntries(Object.entries(value).map(([key, member]) => [key, toWireText(member)]));
}
