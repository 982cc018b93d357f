// A signed agreement with its evidence, as a copy on paper or on a screen shows it: what was sealed, by whom, and what proves it.
import type { OperationId } from './ids';
import type { Body, ProtocolText, Strokes } from './operation';
import { instant, type Instant } from './time';

/** What the chain says of the signed operation; times in milliseconds. */
export type SealProof = {
	readonly id: OperationId;
	readonly hash: string;
	readonly sig: string;
	readonly seq: number;
	/** Of the phone that sealed it, e.g. T03. */
	readonly series: string;
	readonly atMs: number;
	/** When the server received it; null on a phone that has not heard so. */
	readonly receivedMs: number | null;
};

export type SealedProtocol = {
	/** The canonical text that was sealed; the file attached to a copy holds it as it is. */
	readonly text: ProtocolText;
	readonly signer: Body<'protocol.signed'>['signer'];
	readonly mention:
		| { readonly how: 'none' }
		| { readonly how: 'typed'; readonly text: string }
		| { readonly how: 'amount'; readonly figures: string; readonly words: string }
		| { readonly how: 'drawn'; readonly strokes: Strokes };
	readonly signature:
		| { readonly how: 'drawn'; readonly strokes: Strokes }
		| { readonly how: 'code'; readonly name: string; readonly letter: string }
		| { readonly how: 'missing' };
	/** Without strokes he typed his name. */
	readonly collector: { readonly name: string; readonly strokes?: Strokes } | null;
	readonly evidence: {
		readonly operation: OperationId;
		readonly hash: string;
		readonly sig: string;
		readonly series: string;
		readonly seq: number;
		readonly signedAt: Instant;
		readonly receivedAt: Instant | null;
		readonly consent: string;
		readonly template: string;
		readonly shownMs: number;
		/** Lines and duration of the signature that was drawn; null where none was. */
		readonly strokes: { readonly lines: number; readonly durationMs: number } | null;
		readonly proposal: OperationId | null;
	};
};

/** Puts what was signed and what proves it side by side; the same for the phone, the office and the debtor's copy. */
export function sealedProtocolOf(body: Body<'protocol.signed'>, proof: SealProof): SealedProtocol {
	const { text, strokes } = body;
	return {
		text,
		signer: body.signer,
		mention: mentionOf(body),
		signature: signatureOf(body),
		collector: body.collector ?? null,
		evidence: {
			operation: proof.id,
			hash: proof.hash,
			sig: proof.sig,
			series: proof.series,
			seq: proof.seq,
			signedAt: instant(proof.atMs),
			receivedAt: proof.receivedMs === null ? null : instant(proof.receivedMs),
			consent: text.consent,
			template: `${text.template} v${text.version}`,
			shownMs: body.shownMs,
			strokes: strokes ? { lines: strokes.lines.length, durationMs: strokes.durationMs } : null,
			proposal: body.proposal ?? null
		}
	};
}

function mentionOf({ mention, mentionStrokes, amountMention }: Body<'protocol.signed'>): SealedProtocol['mention'] {
	if (mentionStrokes) return { how: 'drawn', strokes: mentionStrokes };
	if (amountMention) return { how: 'amount', ...amountMention };
	return mention === null ? { how: 'none' } : { how: 'typed', text: mention };
}

function signatureOf({ strokes, typed, text }: Body<'protocol.signed'>): SealedProtocol['signature'] {
	if (strokes) return { how: 'drawn', strokes };
	return typed ? { how: 'code', name: typed.name, letter: text.letter?.ref ?? '' } : { how: 'missing' };
}
