// Makes PDFs away from the screen: one paper in, its bytes out; faces and the font library are read only when a name needs them.
import arabicBold from '@fontsource/noto-sans-arabic/files/noto-sans-arabic-arabic-700-normal.woff?url';
import arabic from '@fontsource/noto-sans-arabic/files/noto-sans-arabic-arabic-400-normal.woff?url';
import hebrewBold from '@fontsource/noto-sans-hebrew/files/noto-sans-hebrew-hebrew-700-normal.woff?url';
import hebrew from '@fontsource/noto-sans-hebrew/files/noto-sans-hebrew-hebrew-400-normal.woff?url';
import cyrillicBold from '@fontsource/noto-sans/files/noto-sans-cyrillic-700-normal.woff?url';
import cyrillic from '@fontsource/noto-sans/files/noto-sans-cyrillic-400-normal.woff?url';
import cyrillicExtBold from '@fontsource/noto-sans/files/noto-sans-cyrillic-ext-700-normal.woff?url';
import cyrillicExt from '@fontsource/noto-sans/files/noto-sans-cyrillic-ext-400-normal.woff?url';
import greekBold from '@fontsource/noto-sans/files/noto-sans-greek-700-normal.woff?url';
import greek from '@fontsource/noto-sans/files/noto-sans-greek-400-normal.woff?url';
import greekExtBold from '@fontsource/noto-sans/files/noto-sans-greek-ext-700-normal.woff?url';
import greekExt from '@fontsource/noto-sans/files/noto-sans-greek-ext-400-normal.woff?url';
import latinExtBold from '@fontsource/noto-sans/files/noto-sans-latin-ext-700-normal.woff?url';
import latinExt from '@fontsource/noto-sans/files/noto-sans-latin-ext-400-normal.woff?url';
import vietnameseBold from '@fontsource/noto-sans/files/noto-sans-vietnamese-700-normal.woff?url';
import vietnamese from '@fontsource/noto-sans/files/noto-sans-vietnamese-400-normal.woff?url';
import latinBold from '@fontsource/noto-sans/files/noto-sans-latin-700-normal.woff?url';
import latin from '@fontsource/noto-sans/files/noto-sans-latin-400-normal.woff?url';
import type { PaperPorts, Picture } from './faces';
import type { Paper } from './paper';
import { paperPdf } from './paper-pdf';
import type { Script } from './script-faces';

/** Addresses of the regular and the bold face of each script. */
const FONTS: Readonly<Record<Script, readonly [regular: string, bold: string]>> = {
	latin: [latin, latinBold],
	'latin-ext': [latinExt, latinExtBold],
	vietnamese: [vietnamese, vietnameseBold],
	greek: [greek, greekBold],
	'greek-ext': [greekExt, greekExtBold],
	cyrillic: [cyrillic, cyrillicBold],
	'cyrillic-ext': [cyrillicExt, cyrillicExtBold],
	hebrew: [hebrew, hebrewBold],
	arabic: [arabic, arabicBold]
};

/** What the worker answers. */
export type PdfAnswer =
	{ readonly ok: true; readonly bytes: Uint8Array } | { readonly ok: false; readonly message: string };

const ports: PaperPorts = {
	font: async (script, isBold) => {
		const answer = await fetch(FONTS[script][isBold ? 1 : 0]);
		if (!answer.ok) throw new Error(`the face of ${script} is not on this phone: ${answer.status}`);
		return new Uint8Array(await answer.arrayBuffer());
	},
	fontkit: () => import('@cantoo/fontkit'),
	picture: async (text, isBold) => drawn(text, isBold)
};

/** Size at which the system draws letters that no face has; printed small, it is sharp. */
const SIZE = 64;

async function drawn(text: string, isBold: boolean): Promise<Picture | null> {
	const font = `${isBold ? 'bold ' : ''}${SIZE}px sans-serif`;
	const ruler = new OffscreenCanvas(1, 1).getContext('2d');
	if (!ruler) return null;
	ruler.font = font;
	const { width, fontBoundingBoxAscent: ascent, fontBoundingBoxDescent: descent } = ruler.measureText(text);
	const canvas = new OffscreenCanvas(Math.max(1, Math.ceil(width)), Math.ceil(ascent + descent));
	const context = canvas.getContext('2d');
	if (!context) return null;
	context.font = font;
	context.fillText(text, 0, ascent);
	const png = new Uint8Array(await (await canvas.convertToBlob({ type: 'image/png' })).arrayBuffer());
	return { png, width: canvas.width, height: canvas.height, descent, size: SIZE };
}

self.addEventListener('message', (event: MessageEvent<Paper>) => {
	const answer = (message: PdfAnswer): void => {
		self.postMessage(message);
	};
	paperPdf(event.data, ports).then(
		(bytes) => {
			answer({ ok: true, bytes });
		},
		(failure: unknown) => {
			answer({ ok: false, message: failure instanceof Error ? failure.message : String(failure) });
		}
	);
});
