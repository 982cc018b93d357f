// Hands a text to the browser as a file to keep.

/** Downloads a text under a name; the address of the data is freed at once. */
export function downloadText(name: string, text: string, type: string): void {
	const address = URL.createObjectURL(new Blob([text], { type: `${type};charset=utf-8` }));
	const link = document.createElement('a');
	link.href = address;
	link.download = name;
	link.click();
	URL.revokeObjectURL(address);
}
