// Turns the bytes of a file into text: UTF-8 where it is valid, else Windows-1252, which spreadsheets still write.

export type Decoded = { readonly text: string; readonly encoding: 'utf-8' | 'utf-16le' | 'utf-16be' | 'windows-1252' };

/** Reads a file's bytes; null when they are no text at all (a spreadsheet or a picture under a wrong name). */
export function decodeText(bytes: Uint8Array): Decoded | null {
	if (bytes[0] === 0xff && bytes[1] === 0xfe)
		return { text: new TextDecoder('utf-16le').decode(bytes), encoding: 'utf-16le' };
	if (bytes[0] === 0xfe && bytes[1] === 0xff)
		return { text: new TextDecoder('utf-16be').decode(bytes), encoding: 'utf-16be' };
	if (bytes.includes(0)) return null;
	try {
		return { text: new TextDecoder('utf-8', { fatal: true }).decode(bytes), encoding: 'utf-8' };
	} catch {
		return { text: new TextDecoder('windows-1252').decode(bytes), encoding: 'windows-1252' };
	}
}
