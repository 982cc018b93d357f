// What the PDFs of the tests are made with: the same font files as on the phone, and pictures drawn on Node.
import { readFileSync } from 'node:fs';
import { createRequire } from 'node:module';
import { createCanvas } from '@napi-rs/canvas';
import type { PaperPorts } from '$lib/client/documents/faces';
import type { Script } from '$lib/client/documents/script-faces';

const require = createRequire(import.meta.url);
/** Faces that were read, e.g. `greek bold`. */
export const read: string[] = [];

export const ports: PaperPorts = {
	font: async (script, isBold) => {
		read.push(`${script} ${isBold ? 'bold' : 'regular'}`);
		return new Uint8Array(readFileSync(require.resolve(fileOf(script, isBold))));
	},
	fontkit: () => import('@cantoo/fontkit'),
	picture: async (text, isBold) => {
		const canvas = createCanvas(64, 80);
		const context = canvas.getContext('2d');
		context.font = `${isBold ? 'bold ' : ''}64px sans-serif`;
		context.fillText(text, 0, 60);
		return { png: canvas.toBuffer('image/png'), width: 64, height: 80, descent: 20, size: 64 };
	}
};

function fileOf(script: Script, isBold: boolean): string {
	const family = script === 'arabic' || script === 'hebrew' ? `noto-sans-${script}` : 'noto-sans';
	return `@fontsource/${family}/files/${family}-${script}-${isBold ? 700 : 400}-normal.woff`;
}
