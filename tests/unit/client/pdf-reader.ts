// Reads PDFs as their owners do: the text, the attached files, and each page as a picture with its QR code.
import { createCanvas } from '@napi-rs/canvas';
import jsQR from 'jsqr';
import { getDocument, type PDFDocumentProxy, type PDFPageProxy } from 'pdfjs-dist/legacy/build/pdf.mjs';
import * as v from 'valibot';

export type ReadPdf = {
	readonly pages: readonly string[];
	readonly title: string;
	readonly language: string | null;
	readonly attachments: ReadonlyMap<string, string>;
	readonly qr: readonly (string | null)[];
	/** Share of each page that is dark. */
	readonly ink: readonly number[];
};

type ReadPage = { readonly text: string; readonly qr: string | null; readonly ink: number };

const SCALE = 2;
const attachmentsSchema = v.nullable(v.map(v.string(), v.object({ filename: v.string() })));
const infoSchema = v.object({ Title: v.optional(v.string(), ''), Language: v.optional(v.nullable(v.string()), null) });

/** Opens a PDF with an independent reader; `draws` also looks at its pages, which takes longer. */
export async function readPdf(bytes: Uint8Array, draws = false): Promise<ReadPdf> {
	const task = getDocument({ data: new Uint8Array(bytes), verbosity: 0 });
	const file = await task.promise;
	const { info } = await file.getMetadata();
	const read = v.parse(infoSchema, info);
	const attached = v.parse(attachmentsSchema, await file.getAttachments()) ?? new Map();
	const attachments = new Map<string, string>();
	for (const [id, { filename }] of attached)
		attachments.set(filename, new TextDecoder().decode((await file.getAttachmentContent(id)) ?? undefined));
	const pages = await Promise.all(
		Array.from({ length: file.numPages }, (_, index) => readPage(file, index + 1, draws))
	);
	await task.destroy();
	return {
		pages: pages.map(({ text }) => text),
		title: read.Title,
		language: read.Language,
		attachments,
		qr: pages.map(({ qr }) => qr),
		ink: pages.map(({ ink }) => ink)
	};
}

async function readPage(file: PDFDocumentProxy, number: number, draws: boolean): Promise<ReadPage> {
	const page = await file.getPage(number);
	const { items } = await page.getTextContent();
	const text = items.map((item) => ('str' in item ? item.str + (item.hasEOL ? '\n' : '') : '')).join('');
	return { text, ...(draws ? await drawn(page) : { qr: null, ink: 0 }) };
}

async function drawn(page: PDFPageProxy): Promise<Omit<ReadPage, 'text'>> {
	const viewport = page.getViewport({ scale: SCALE });
	const [width, height] = [Math.ceil(viewport.width), Math.ceil(viewport.height)];
	const canvas = createCanvas(width, height);
	await page.render({ canvas: v.parse(v.any(), canvas), viewport }).promise;
	const { data } = canvas.getContext('2d').getImageData(0, 0, width, height);
	let dark = 0;
	for (let index = 0; index < data.length; index += 4) if ((data[index] ?? 255) < 128) dark += 1;
	const pixels = new Uint8ClampedArray(data);
	return { qr: jsQR(pixels, width, height)?.data ?? null, ink: dark / (width * height) };
}
