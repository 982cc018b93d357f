// The faces of one document: measures and draws text of any script, reading a font only when a character needs it.
import {
	endMarkedContent,
	PDFHexString,
	PDFOperator,
	PDFOperatorNames,
	rgb,
	StandardFonts,
	type PDFDocument,
	type PDFFont,
	type PDFImage,
	type PDFPage
} from '@cantoo/pdf-lib';
import { isRightToLeft, lettersOf, runsOf, scriptsOf, type Run, type Script } from './script-faces';

/** What a document needs from where it is made. */
export type PaperPorts = {
	/** The bytes of the face of a script. */
	readonly font: (script: Script, isBold: boolean) => Promise<Uint8Array>;
	/** The font library; only asked for when a face is embedded. */
	readonly fontkit: () => Promise<Parameters<PDFDocument['registerFontkit']>[0]>;
	/** Text that no face has, drawn by the system as a PNG; null where nothing can draw. */
	readonly picture: (text: string, isBold: boolean) => Promise<Picture | null>;
};

/** A picture of text, `height` of which is one line; the baseline lies `descent` above its bottom. All in the same unit. */
export type Picture = {
	readonly png: Uint8Array;
	readonly width: number;
	readonly height: number;
	readonly descent: number;
	readonly size: number;
};

export type Style = { readonly size: number; readonly isBold: boolean };
export type Ink = readonly [red: number, green: number, blue: number];

type Face = { readonly font: PDFFont; readonly has: ReadonlySet<number> };
type Drawn = { readonly picture: Picture; readonly image: PDFImage };

/** Amounts use narrow blanks that the standard faces lack; a normal one that never breaks takes their place. */
export const plainBlanks = (text: string): string => text.replace(/[\u202f\u2007\u2009]/g, '\u00a0');

/** All faces that the texts of a document need; made before anything is laid out, since reading a font takes time. */
export class Faces {
	readonly #standard: { readonly regular: Face; readonly bold: Face };
	readonly #scripts = new Map<string, Face>();
	readonly #pictures = new Map<string, Drawn>();

	private constructor(regular: Face, bold: Face) {
		this.#standard = { regular, bold };
	}

	/**
	 * Reads what `texts` need. Throws a RangeError when a character can be drawn by nothing here: a document that drops or
	 * changes a letter of a name must not exist.
	 */
	static async of(
		pdf: PDFDocument,
		texts: Iterable<readonly [text: string, isBold: boolean]>,
		ports: PaperPorts
	): Promise<Faces> {
		const [regular, bold] = [
			pdf.embedStandardFont(StandardFonts.Helvetica),
			pdf.embedStandardFont(StandardFonts.HelveticaBold)
		];
		const faces = new Faces(faceOf(regular), faceOf(bold));
		for (const [text, isBold] of texts) await faces.#read(pdf, text, isBold, ports);
		return faces;
	}

	/** Width of a line in points. */
	width(text: string, style: Style): number {
		return this.#runs(text, style).reduce((sum, run) => sum + this.#runWidth(run, style), 0);
	}

	/** Draws a line with its baseline at `y`. */
	draw(page: PDFPage, text: string, at: { readonly x: number; readonly y: number }, style: Style, ink: Ink): void {
		let { x } = at;
		for (const run of this.#runs(text, style)) {
			this.#drawRun(page, run, { x, y: at.y }, style, ink);
			x += this.#runWidth(run, style);
		}
	}

	#runs(text: string, { isBold }: Style): readonly Run[] {
		return runsOf(plainBlanks(text), (letter) => this.#faceFor(letter, isBold) ?? 'picture');
	}

	#faceFor(letter: string, isBold: boolean): 'standard' | Script | null {
		if (hasAll(this.#standardFace(isBold), letter)) return 'standard';
		const scripts = scriptsOf(codeOf(letter));
		return scripts.find((script) => hasAll(this.#scripts.get(keyOf(script, isBold)), letter)) ?? null;
	}

	/** Reads the faces and draws the pictures that a text needs. */
	async #read(pdf: PDFDocument, text: string, isBold: boolean, ports: PaperPorts): Promise<void> {
		for (const letter of lettersOf(plainBlanks(text))) {
			if (this.#faceFor(letter, isBold)) continue;
			for (const script of scriptsOf(codeOf(letter))) {
				await this.#readScript(pdf, script, isBold, ports);
				if (this.#faceFor(letter, isBold)) break;
			}
			if (!this.#faceFor(letter, isBold)) await this.#readPicture(pdf, letter, isBold, ports);
		}
	}

	async #readScript(pdf: PDFDocument, script: Script, isBold: boolean, ports: PaperPorts): Promise<void> {
		const key = keyOf(script, isBold);
		if (this.#scripts.has(key)) return;
		pdf.registerFontkit(await ports.fontkit());
		// A letter that the face would compose of two glyphs reads as two; only scripts whose letters join need such features.
		const features = isRightToLeft(script) ? {} : { ccmp: false, liga: false };
		this.#scripts.set(key, faceOf(await pdf.embedFont(await ports.font(script, isBold), { subset: true, features })));
	}

	async #readPicture(pdf: PDFDocument, letter: string, isBold: boolean, ports: PaperPorts): Promise<void> {
		const key = keyOf(letter, isBold);
		if (this.#pictures.has(key)) return;
		const picture = await ports.picture(letter, isBold);
		if (!picture) throw new RangeError('no face has this letter');
		this.#pictures.set(key, { picture, image: await pdf.embedPng(picture.png) });
	}

	#runWidth(run: Run, style: Style): number {
		const face = this.#embedded(run, style);
		if (face) return face.font.widthOfTextAtSize(run.text, style.size);
		const { picture } = this.#drawnOf(run, style);
		return (picture.width * style.size) / picture.size;
	}

	#drawRun(page: PDFPage, run: Run, at: { x: number; y: number }, style: Style, ink: Ink): void {
		const face = this.#embedded(run, style);
		// Readers take the order of glyphs for the order of letters: what stands from right to left says its text itself.
		const isSpoken = !face || isRightToLeft(run.face);
		if (isSpoken) page.pushOperators(spoken(run.text));
		if (face) {
			page.drawText(run.text, { ...at, size: style.size, font: face.font, color: rgb(...ink) });
		} else {
			const { picture, image } = this.#drawnOf(run, style);
			const scale = style.size / picture.size;
			const [width, height] = [picture.width * scale, picture.height * scale];
			page.drawImage(image, { x: at.x, y: at.y - picture.descent * scale, width, height });
		}
		if (isSpoken) page.pushOperators(endMarkedContent());
	}

	#embedded(run: Run, { isBold }: Style): Face | undefined {
		if (run.face === 'picture') return undefined;
		return run.face === 'standard' ? this.#standardFace(isBold) : this.#scripts.get(keyOf(run.face, isBold));
	}

	#drawnOf({ text }: Run, { isBold }: Style): Drawn {
		const drawn = this.#pictures.get(keyOf(text, isBold));
		if (!drawn) throw new RangeError('a text was drawn that the faces were not read for');
		return drawn;
	}

	#standardFace(isBold: boolean): Face {
		return isBold ? this.#standard.bold : this.#standard.regular;
	}
}

const faceOf = (font: PDFFont): Face => ({ font, has: new Set(font.getCharacterSet()) });
const keyOf = (name: string, isBold: boolean): string => `${name} ${isBold ? 'bold' : 'regular'}`;
const codeOf = (letter: string): number => letter.codePointAt(0) ?? 0;
const hasAll = (face: Face | undefined, letter: string): boolean =>
	face !== undefined && Array.from(letter).every((character) => face.has.has(codeOf(character)));

/** Opens a piece that says its text to readers and to those who copy it (ISO 32000-1, 14.9.4). */
const spoken = (text: string): PDFOperator =>
	PDFOperator.of(PDFOperatorNames.BeginMarkedContentSequence, [
		'/Span',
		`<</ActualText ${PDFHexString.fromText(text).toString()}>>`
	]);
