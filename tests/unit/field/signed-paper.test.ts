// The debtor's copy proves itself: from the file inside of it anyone computes the hashes again and checks the phone's signature.
import * as v from 'valibot';
import { describe, expect, test } from 'vitest';
import { paperPdf } from '$lib/client/documents/paper-pdf';
import { canonicalBytes, type Json } from '$lib/core/canonical';
import { buildOperation } from '$lib/core/chain';
import * as ids from '$lib/core/ids';
import { localDate } from '$lib/core/time';
import { EMPTY_HEAD, type Operation } from '$lib/core/wire';
import { ECDSA, sha256, signer } from '$lib/server/signature';
import { signedPaper } from '../../../src/routes/(field)/dossier/[id]/sign/signed-paper';
import { ports } from '../client/paper-ports';
import { readPdf } from '../client/pdf-reader';

const random = (length: number) => crypto.getRandomValues(new Uint8Array(length));
const MORNING = Date.UTC(2026, 10, 20, 9, 0);
const id = <const Schema extends v.GenericSchema>(schema: Schema): v.InferOutput<Schema> =>
	v.parse(schema, ids.uuidV7(MORNING, random));
const COPY = 'https://tournee.example/verify/protocol/019a-b.AbCdEfGhIjKlMnOpQrStUv';

const BODY: Json = {
	round: null,
	text: {
		template: 'plan-apurement',
		version: 2,
		title: 'Plan d’apurement',
		day: '2026-11-20',
		agency: { name: 'Val de Loire Recouvrement', address: '1 rue Haute, 37000 Tours', siren: '732829320' },
		creditor: { name: 'Garage du Pont', address: '3 quai du Pont, 37000 Tours' },
		debtor: { name: 'Łukasz Żak', address: '12 rue des Lilas, 37000 Tours', consumer: true },
		mandate: 'M-12',
		letter: { ref: 'L-88', sentOn: '2026-09-01' },
		dossier: 'D-0001',
		currency: 'EUR',
		claims: [{ ref: 'F-1', label: 'Réparation', principal: 48_000, interest: 250, penalty: 0, indemnity: 0 }],
		total: 48_250,
		totalWords: 'quatre cent quatre-vingt-deux euros et cinquante centimes',
		down: { minor: 8_250, dueOn: '2026-11-20' },
		instalments: [1, 2, 3, 4].map((no) => ({
			no,
			contractOn: `2026-12-0${no}`,
			dueOn: `2026-12-0${no}`,
			minor: 10_000,
			after: 40_000 - no * 10_000
		})),
		clauses: [{ title: 'Objet', text: 'Le débiteur paie la somme en quatre fois.' }],
		consent: 'Je consens à ce plan.'
	},
	signer: { name: 'Łukasz Żak', capacity: 'debtor' },
	mention: 'Lu et approuvé',
	consentGiven: true,
	strokes: { height: 400, lines: [[100, 100, 400, 300, 800, 120]], durationMs: 1_300 },
	shownMs: 42_000
};

async function signed(body: Json, keys: CryptoKeyPair): Promise<Operation> {
	return buildOperation(
		{
			id: id(ids.operationIdSchema),
			org: id(ids.organisationIdSchema),
			actor: id(ids.userIdSchema),
			device: id(ids.deviceIdSchema),
			head: EMPTY_HEAD,
			kind: 'protocol.signed',
			dossier: id(ids.dossierIdSchema),
			base: { epoch: 1, rev: 1 },
			at: { ms: MORNING, utcOffset: 60, day: localDate('2026-11-20'), skew: 0 },
			body,
			place: { latE6: 47_390_000, lonE6: 688_000, accuracyM: 12, ageS: 3 },
			blobs: []
		},
		{ sha256, sign: signer(keys.privateKey), random }
	);
}

const hex = (bytes: Uint8Array): string => Buffer.from(bytes).toString('hex');
const fileSchema = v.object({
	header: v.record(v.string(), v.any()),
	hash: v.string(),
	sig: v.string(),
	body: v.record(v.string(), v.any()),
	bodySalt: v.string()
});

describe("the debtor's copy of a plan", { timeout: 60_000 }, () => {
	test('says the text, the table and the evidence, and its code opens the copy', async () => {
		const keys = await crypto.subtle.generateKey(ECDSA, true, ['sign', 'verify']);
		const paper = signedPaper(await signed(BODY, keys), 'T03', COPY);
		if (!paper) throw new Error('no paper was made');
		const pdf = await readPdf(await paperPdf(paper, ports), true);
		const text = pdf.pages.join('\n').replace(/[\s\u00a0]+/g, ' ');
		for (const words of [
			'Łukasz Żak',
			'482,50 €',
			'Le débiteur paie la somme en quatre fois.',
			'Lu et approuvé',
			'T03 n° 1'
		])
			expect(text).toContain(words);
		expect(pdf.qr.at(-1)).toBe(COPY);
	});

	test('carries the sealed act: hashes and signature are right, one changed letter is not, and the place is left out', async () => {
		const keys = await crypto.subtle.generateKey(ECDSA, true, ['sign', 'verify']);
		const paper = signedPaper(await signed(BODY, keys), 'T03', null);
		if (!paper) throw new Error('no paper was made');
		const pdf = await readPdf(await paperPdf(paper, ports));
		const attached = pdf.attachments.get('scelle.json') ?? '';
		expect(attached).not.toContain('latE6');
		const file = v.parse(fileSchema, JSON.parse(attached));
		const bodyHash = async (body: Json): Promise<string> =>
			hex(await sha256(new Uint8Array([...Buffer.from(file.bodySalt, 'base64url'), ...canonicalBytes(body)])));
		expect(await bodyHash(file.body)).toBe(file.header['bodyHash']);
		expect(await bodyHash({ ...file.body, mention: 'Lu et approuve' })).not.toBe(file.header['bodyHash']);
		const header = canonicalBytes(file.header);
		expect(hex(await sha256(header))).toBe(file.hash);
		const signature = Buffer.from(file.sig, 'base64url');
		const algorithm = { name: 'ECDSA', hash: 'SHA-256' };
		expect(await crypto.subtle.verify(algorithm, keys.publicKey, signature, header)).toBe(true);
	});

	test('is not made of an act that is no agreement', async () => {
		const keys = await crypto.subtle.generateKey(ECDSA, true, ['sign', 'verify']);
		expect(signedPaper(await signed({ round: null }, keys), 'T03', null)).toBeNull();
	});
});
