// The debtor's copy of what he signed, as a paper: text, table, signatures, a page of evidence, and the sealed act itself inside.
import * as v from 'valibot';
import type { Block, Paper } from '$lib/client/documents/paper';
import { canonical, type Json } from '$lib/core/canonical';
import { protocolSignedSchema, type ProtocolText } from '$lib/core/operation';
import { sealedProtocolOf, type SealedProtocol } from '$lib/core/sealed-protocol';
import type { Operation } from '$lib/core/wire';
import { amountText, dateText, dateTimeText } from '$lib/i18n/format';
import { PAPER, protocolRows } from '$lib/ui/protocol-paper';

/** The words that lay the paper out, in French like the sealed text that they frame. */
const WORDS = {
	evidence: 'Éléments de preuve',
	integrity:
		"L'acte scellé est joint à ce fichier (scelle.json). Son empreinte SHA-256 et la signature de l'appareil prouvent qu'aucun caractère n'a changé depuis ; elles ne sont pas une signature électronique qualifiée.",
	signatures: 'Signatures',
	mention: 'Mention du débiteur',
	byCode: 'Signé par la saisie du nom et du code imprimé sur la lettre',
	byName: "Pour l'agence, signé par la saisie de son nom",
	copy: 'Exemplaire à jour, une fois transmis :',
	operation: 'Acte',
	hash: 'Empreinte (SHA-256)',
	sig: "Signature de l'appareil",
	device: 'Appareil et rang',
	signedAt: 'Signé le',
	read: 'Lecture avant signature',
	template: 'Modèle de texte',
	drawn: 'Tracé',
	statement: 'Décompte'
} as const;

/** The paper of a signed agreement; null when the operation is none that this version can read. */
export function signedPaper(operation: Operation, series: string, copy: string | null): Paper | null {
	const body = v.safeParse(protocolSignedSchema, operation.body);
	if (operation.header.kind !== 'protocol.signed' || !body.success) return null;
	const { header, hash, sig } = operation;
	const atMs = header.at.ms - (header.at.skew ?? 0);
	const proof = { id: header.id, hash, sig, seq: header.seq, series, atMs, receivedMs: null };
	const sealed = sealedProtocolOf(body.output, proof);
	const { text } = sealed;
	return {
		title: `${text.title ?? PAPER.title} ${text.dossier}`,
		author: text.agency.name,
		language: 'fr-FR',
		at: atMs,
		foot: `${text.agency.name}, ${text.agency.address}, SIREN ${text.agency.siren}`,
		blocks: [...textBlocks(text), ...signatureBlocks(sealed), ...evidenceBlocks(sealed, copy)],
		attached: {
			name: 'scelle.json',
			type: 'application/json',
			description: 'Acte scellé, en JSON canonique (RFC 8785)',
			text: sealedFile(operation)
		}
	};
}

/** What anyone can compute the hashes from again; where it was signed stays with the agency. */
export function sealedFile({ header, hash, sig, body, bodySalt }: Operation): string {
	const file: Json = { header: v.parse(jsonSchema, header), hash, sig, body, bodySalt };
	return canonical(file);
}

/** Name of the file, e.g. plan-ENE-0202-2026-11-22. */
export const signedFileName = (text: ProtocolText): string =>
	`${text.document ?? 'plan'}-${text.dossier}-${text.day}`.replace(/[^A-Za-z0-9-]+/g, '-');

const jsonSchema: v.GenericSchema<unknown, Json> = v.lazy(() =>
	v.union([v.null(), v.boolean(), v.number(), v.string(), v.array(jsonSchema), v.record(v.string(), jsonSchema)])
);

function textBlocks(text: ProtocolText): readonly Block[] {
	const amount = (minor: number) => amountText(minor, text.currency, 'fr');
	const facts: (readonly [string, string])[] = [
		[PAPER.debtor, [text.debtor.name, text.debtor.address].filter(Boolean).join(', ')],
		[PAPER.creditor, [text.creditor.name, text.creditor.address].filter(Boolean).join(', ')],
		[PAPER.agency, `${text.agency.name}, ${text.agency.address}, SIREN ${text.agency.siren}`]
	];
	if (text.mandate) facts.push([PAPER.mandate, text.mandate]);
	if (text.letter) facts.push([PAPER.letter, `${text.letter.ref}, ${dateText(text.letter.sentOn, 'short', 'fr')}`]);
	return [
		{ kind: 'title', text: text.title ?? PAPER.title, under: `${text.dossier} · ${dateText(text.day, 'long', 'fr')}` },
		{ kind: 'facts', rows: facts },
		{ kind: 'amount', text: amount(text.total), words: text.totalWords },
		{
			kind: 'table',
			caption: PAPER.table,
			columns: [
				{ label: PAPER.date, numeric: false, share: 2 },
				{ label: PAPER.amount, numeric: true, share: 1 },
				{ label: PAPER.left, numeric: true, share: 1 }
			],
			rows: protocolRows(text).map(({ cells }) => cells)
		},
		{
			kind: 'table',
			caption: WORDS.statement,
			columns: [
				{ label: '', numeric: false, share: 3 },
				...[PAPER.principal, PAPER.interest, PAPER.penalty, PAPER.indemnity].map((label) => ({
					label,
					numeric: true,
					share: 2
				}))
			],
			rows: text.claims.map((claim) => [
				`${claim.ref} ${claim.label}`,
				...[claim.principal, claim.interest, claim.penalty, claim.indemnity].map(amount)
			])
		},
		...(text.waived ? [{ kind: 'facts', rows: [[PAPER.waived, amount(text.waived)]] } as const] : []),
		...text.clauses.flatMap((clause) => [
			{ kind: 'heading', text: clause.title } as const,
			{ kind: 'text', text: clause.text, look: 'plain' } as const
		]),
		{ kind: 'text', text: text.consent, look: 'strong' }
	];
}

function signatureBlocks({ mention, signature, signer, collector }: SealedProtocol): readonly Block[] {
	const blocks: Block[] = [{ kind: 'heading', text: WORDS.signatures }];
	switch (mention.how) {
		case 'none':
			break;
		case 'typed':
			blocks.push({ kind: 'facts', rows: [[WORDS.mention, mention.text]] });
			break;
		case 'amount':
			blocks.push({ kind: 'facts', rows: [[WORDS.mention, `${mention.figures} — ${mention.words}`]] });
			break;
		case 'drawn':
			blocks.push({ kind: 'strokes', strokes: mention.strokes, caption: WORDS.mention });
			break;
	}
	switch (signature.how) {
		case 'drawn':
			blocks.push({ kind: 'strokes', strokes: signature.strokes, caption: signer.name });
			break;
		case 'code':
			blocks.push({ kind: 'facts', rows: [[WORDS.byCode, `${signature.name} · ${signature.letter}`]] });
			break;
		case 'missing':
			break;
	}
	if (collector?.strokes) blocks.push({ kind: 'strokes', strokes: collector.strokes, caption: collector.name });
	else if (collector) blocks.push({ kind: 'facts', rows: [[WORDS.byName, collector.name]] });
	return blocks;
}

function evidenceBlocks({ evidence }: SealedProtocol, copy: string | null): readonly Block[] {
	const rows: (readonly [string, string])[] = [
		[WORDS.operation, evidence.operation],
		[WORDS.hash, evidence.hash],
		[WORDS.sig, evidence.sig],
		[WORDS.device, `${evidence.series} n° ${evidence.seq}`],
		[WORDS.signedAt, dateTimeText(evidence.signedAt, 'fr')],
		[WORDS.read, `${Math.round(evidence.shownMs / 1000)} s`],
		[WORDS.template, evidence.template]
	];
	if (evidence.strokes)
		rows.push([
			WORDS.drawn,
			`${evidence.strokes.lines} traits, ${Math.round(evidence.strokes.durationMs / 100) / 10} s`
		]);
	return [
		{ kind: 'page-break' },
		{ kind: 'heading', text: WORDS.evidence },
		{ kind: 'facts', rows },
		{ kind: 'text', text: WORDS.integrity, look: 'plain' },
		...(copy ? [{ kind: 'qr', url: copy, caption: WORDS.copy } as const] : [])
	];
}
