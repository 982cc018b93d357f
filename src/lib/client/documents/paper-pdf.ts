// Draws a paper as a PDF: A4, one column, the same bytes for the same paper; nothing is ever dropped or cut off.
import { AFRelationship, PDFDocument, rgb, type PDFPage } from '@cantoo/pdf-lib';
import { strokesPath } from '$lib/core/strokes-path';
import { Faces, type Ink, type PaperPorts, type Style } from './faces';
import type { Block, Column, Paper } from './paper';
import { qrPath } from './qr';
import { wrap } from './wrap';

/** Points. */
const A4 = { width: 595.28, height: 841.89 } as const;
const MARGIN = 56;
const FOOT = 40;
const WIDTH = A4.width - 2 * MARGIN;
const LEADING = 1.4;
const INK: Ink = [0.08, 0.145, 0.17];
const SOFT: Ink = [0.29, 0.36, 0.385];
const RED: Ink = [0.64, 0.137, 0.114];
const PRODUCER = 'Tournée';

const PLAIN: Style = { size: 10.5, isBold: false };
const STRONG: Style = { size: 10.5, isBold: true };
const SMALL: Style = { size: 8.5, isBold: false };
const TITLE: Style = { size: 20, isBold: true };
const HEADING: Style = { size: 12.5, isBold: true };
const AMOUNT: Style = { size: 30, isBold: true };
const STAMP: Style = { size: 24, isBold: true };

/**
 * The bytes of the PDF. Throws a RangeError when a letter can be drawn by no face and no picture: a receipt that changes a
 * name must not exist.
 */
export async function paperPdf(paper: Paper, ports: PaperPorts): Promise<Uint8Array> {
	const pdf = await PDFDocument.create();
	describe(pdf, paper);
	const faces = await Faces.of(pdf, textsOf(paper), ports);
	const writer = new Writer(pdf, faces);
	for (const block of paper.blocks) writer.block(block);
	writer.feet(paper.foot);
	if (paper.attached) {
		const { name, type, description, text } = paper.attached;
		const at = new Date(paper.at);
		await pdf.attach(new TextEncoder().encode(text), name, {
			mimeType: type,
			description,
			creationDate: at,
			modificationDate: at,
			afRelationship: AFRelationship.Source
		});
	}
	return pdf.save();
}

function describe(pdf: PDFDocument, paper: Paper): void {
	const at = new Date(paper.at);
	pdf.setTitle(paper.title, { showInWindowTitleBar: true });
	pdf.setAuthor(paper.author);
	pdf.setLanguage(paper.language);
	pdf.setProducer(PRODUCER);
	pdf.setCreator(PRODUCER);
	pdf.setCreationDate(at);
	pdf.setModificationDate(at);
}

/** All that is drawn, by weight, so that its faces are read before the first line. */
function textsOf(paper: Paper): readonly (readonly [string, boolean])[] {
	const inBlock = (block: Block): readonly (readonly [string, boolean])[] => {
		switch (block.kind) {
			case 'title':
				return [[block.text, true], ...(block.under ? [[block.under, false] as const] : [])];
			case 'heading':
			case 'stamp':
				return [[block.text, true]];
			case 'text':
				return [[block.text, block.look === 'strong']];
			case 'amount':
				return [
					[block.text, true],
					[block.words, false]
				];
			case 'facts':
				return block.rows.flatMap(([name, value]) => [[name, false] as const, [value, true] as const]);
			case 'table':
				return [
					[block.caption, true],
					...block.columns.map(({ label }) => [label, true] as const),
					...block.rows.flat().map((cell) => [cell, false] as const)
				];
			case 'qr':
			case 'strokes':
				return [[block.caption, false]];
			case 'page-break':
				return [];
		}
	};
	return [...paper.blocks.flatMap(inBlock), [paper.foot, false], ['0123456789 /', false]];
}

/** Puts blocks below each other, and goes to a new page when one does not fit. */
class Writer {
	readonly #pdf: PDFDocument;
	readonly #faces: Faces;
	#page: PDFPage;
	#y: number;

	constructor(pdf: PDFDocument, faces: Faces) {
		this.#pdf = pdf;
		this.#faces = faces;
		this.#page = pdf.addPage([A4.width, A4.height]);
		this.#y = A4.height - MARGIN;
	}

	block(block: Block): void {
		switch (block.kind) {
			case 'title':
				this.#lines(block.text, TITLE);
				if (block.under) this.#lines(block.under, PLAIN, SOFT);
				return this.#gap(14);
			case 'heading':
				this.#gap(8);
				this.#room(HEADING.size * LEADING + 2 * PLAIN.size * LEADING);
				this.#lines(block.text, HEADING);
				return this.#gap(2);
			case 'text':
				return this.#text(block.text, block.look);
			case 'amount':
				this.#lines(block.text, AMOUNT, INK, 'centre');
				this.#lines(block.words, PLAIN, INK, 'centre');
				return this.#gap(10);
			case 'facts':
				for (const [name, value] of block.rows) this.#fact(name, value);
				return this.#gap(8);
			case 'table':
				return this.#table(block.caption, block.columns, block.rows);
			case 'stamp':
				return this.#stamp(block.text);
			case 'qr':
				return this.#qr(block.url, block.caption);
			case 'strokes':
				return this.#strokes(block);
			case 'page-break':
				return this.#newPage();
		}
	}

	/** The foot of every page, once their number is known. */
	feet(text: string): void {
		const pages = this.#pdf.getPages();
		pages.forEach((page, index) => {
			const number = `${index + 1} / ${pages.length}`;
			const room = WIDTH - this.#faces.width(number, SMALL) - 12;
			let y = FOOT;
			for (const line of wrap(text, room, SMALL, this.#faces)) {
				this.#faces.draw(page, line, { x: MARGIN, y }, SMALL, SOFT);
				y -= SMALL.size * 1.2;
			}
			const x = A4.width - MARGIN - this.#faces.width(number, SMALL);
			this.#faces.draw(page, number, { x, y: FOOT }, SMALL, SOFT);
		});
	}

	#newPage(): void {
		this.#page = this.#pdf.addPage([A4.width, A4.height]);
		this.#y = A4.height - MARGIN;
	}

	#gap(points: number): void {
		this.#y -= points;
	}

	#room(points: number): void {
		if (this.#y - points < FOOT + 24) this.#newPage();
	}

	#text(text: string, look: (Block & { kind: 'text' })['look']): void {
		const style = look === 'strong' ? STRONG : look === 'small' ? SMALL : PLAIN;
		const ink = look === 'small' ? SOFT : INK;
		for (const paragraph of text.split('\n'))
			this.#lines(paragraph, style, ink, look === 'centred' ? 'centre' : 'left');
		this.#gap(5);
	}

	#lines(text: string, style: Style, ink: Ink = INK, side: 'left' | 'centre' = 'left'): void {
		for (const line of wrap(text, WIDTH, style, this.#faces)) {
			this.#room(style.size * LEADING);
			this.#y -= style.size * LEADING;
			const x = side === 'left' ? MARGIN : (A4.width - this.#faces.width(line, style)) / 2;
			this.#faces.draw(this.#page, line, { x, y: this.#y + style.size * 0.3 }, style, ink);
		}
	}

	#fact(name: string, value: string): void {
		const left = WIDTH * 0.34;
		const cells = [
			{ lines: wrap(name, left - 12, PLAIN, this.#faces), x: MARGIN, style: PLAIN, ink: SOFT },
			{ lines: wrap(value, WIDTH - left, STRONG, this.#faces), x: MARGIN + left, style: STRONG, ink: INK }
		];
		this.#cells(cells);
		this.#gap(2);
	}

	/** Cells side by side that stay on one page. */
	#cells(cells: readonly { lines: readonly string[]; x: number; style: Style; ink: Ink }[]): void {
		const height = Math.max(...cells.map(({ lines, style }) => lines.length * style.size * LEADING));
		this.#room(height);
		for (const { lines, x, style, ink } of cells) {
			lines.forEach((line, index) => {
				const y = this.#y - (index + 1) * style.size * LEADING + style.size * 0.3;
				this.#faces.draw(this.#page, line, { x, y }, style, ink);
			});
		}
		this.#y -= height;
	}

	#table(caption: string, columns: readonly Column[], rows: readonly (readonly string[])[]): void {
		const head = (): void =>
			this.#row(
				columns,
				columns.map(({ label }) => label),
				STRONG
			);
		this.block({ kind: 'heading', text: caption });
		head();
		for (const row of rows) {
			const page = this.#page;
			this.#room(PLAIN.size * LEADING + 6);
			if (page !== this.#page) head();
			this.#row(columns, row, PLAIN);
		}
		this.#gap(8);
	}

	#row(columns: readonly Column[], row: readonly string[], style: Style): void {
		const all = columns.reduce((sum, { share }) => sum + share, 0);
		let x = MARGIN;
		const cells = columns.map(({ share, numeric }, index) => {
			const width = (WIDTH * share) / all - 8;
			const text = row[index] ?? '';
			const start = x;
			x += (WIDTH * share) / all;
			const lines = wrap(text, width, style, this.#faces);
			const indent = numeric ? width - Math.max(...lines.map((line) => this.#faces.width(line, style))) : 0;
			return { lines, x: start + indent, style, ink: INK };
		});
		this.#cells(cells);
		this.#rule();
	}

	#rule(): void {
		this.#y -= 3;
		const [start, end] = [
			{ x: MARGIN, y: this.#y },
			{ x: A4.width - MARGIN, y: this.#y }
		];
		this.#page.drawLine({ start, end, thickness: 0.5, color: rgb(...SOFT) });
		this.#y -= 2;
	}

	#stamp(text: string): void {
		const height = STAMP.size * 1.7;
		this.#room(height + 10);
		this.#y -= height;
		const box = { x: MARGIN, y: this.#y, width: WIDTH, height };
		this.#page.drawRectangle({ ...box, borderColor: rgb(...RED), borderWidth: 3 });
		const x = (A4.width - this.#faces.width(text, STAMP)) / 2;
		this.#faces.draw(this.#page, text, { x, y: this.#y + STAMP.size * 0.5 }, STAMP, RED);
		this.#gap(10);
	}

	#qr(url: string, caption: string): void {
		const side = 150;
		const { path, size } = qrPath(url);
		this.#room(side + SMALL.size * 3);
		this.#page.drawSvgPath(path, { x: (A4.width - side) / 2, y: this.#y, scale: side / size, color: rgb(0, 0, 0) });
		this.#y -= side;
		this.#lines(caption, SMALL, SOFT, 'centre');
		this.#gap(8);
	}

	#strokes({ strokes, caption }: Block & { kind: 'strokes' }): void {
		const width = 240;
		const scale = width / 1000;
		const height = strokes.height * scale;
		this.#room(height + SMALL.size * 2);
		this.#page.drawRectangle({
			x: MARGIN,
			y: this.#y - height,
			width,
			height,
			borderColor: rgb(...SOFT),
			borderWidth: 0.5
		});
		const pen = { borderColor: rgb(...INK), borderWidth: 7, borderLineCap: 1 };
		this.#page.drawSvgPath(strokesPath(strokes), { x: MARGIN, y: this.#y, scale, ...pen });
		this.#y -= height;
		this.#lines(caption, SMALL, SOFT);
		this.#gap(8);
	}
}
