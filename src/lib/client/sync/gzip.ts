// Bodies travel gzipped: on a phone the bytes are the time.

/** Compresses bytes with gzip; null where the browser cannot, and the body then travels as it is. */
export async function gzip(bytes: Uint8Array<ArrayBuffer>): Promise<Uint8Array<ArrayBuffer> | null> {
	if (typeof CompressionStream === 'undefined') return null;
	const { readable, writable } = new CompressionStream('gzip');
	const writer = writable.getWriter();
	const [zipped] = await Promise.all([new Response(readable).arrayBuffer(), writer.write(bytes), writer.close()]);
	return new Uint8Array(zipped);
}
