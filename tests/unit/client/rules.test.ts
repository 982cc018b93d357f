// The rules that a phone works by: shipped at first, then what the organisation approved, from the pull that brings it on.
import * as v from 'valibot';
import { describe, expect, it } from 'vitest';
import { keepOverride, overrideOf } from '$lib/client/actions/going';
import { recordPayment } from '$lib/client/actions/record-payment';
import { reportVisit } from '$lib/client/actions/report-visit';
import { readMeta, writeMeta } from '$lib/client/local/meta';
import { openOperation, readOutbox } from '$lib/client/local/outbox';
import type { Phone } from '$lib/client/local/phone';
import { COUNTRY, rulesOf } from '$lib/client/local/rules';
import { PhoneReader } from '$lib/client/state/phone-reader';
import { applyPull, pullCursor } from '$lib/client/sync/pull';
import type { ApprovedRow } from '$lib/core/country/parameters';
import { balanceOf, claimStatement } from '$lib/core/balance';
import { dossierSchema, type Dossier } from '$lib/core/dossier';
import { addDays, localDate } from '$lib/core/time';
import type { Operation, Pull } from '$lib/core/wire';
import { DAY, load, makeDossier, makePhone, makePull, makeWorld, MORNING } from './phone-fixture';

const NEW_YEAR = localDate('2027-01-20');
const UNTIL_NEW_YEAR = Date.UTC(2027, 0, 20, 9) - MORNING;
const ROW: ApprovedRow = {
	parameter: 'rate.reference',
	from: localDate('2027-01-01'),
	to: localDate('2027-06-30'),
	value: 265,
	source: 'ECB key rates of 01/01/2027',
	confidence: 'high'
};

/** 365,00 € between professionals, counted by the creditor to the end of October 2026. */
function professional(): Dossier {
	const dossier = makeDossier({ principal: 36_500 });
	const claims = dossier.facts.claims.map((claim) => ({
		...claim,
		kind: 'business',
		indemnity: 4000,
		dueOn: '2026-10-31',
		countedOn: '2026-10-31'
	}));
	const debtor = { ...dossier.facts.debtor, kind: 'professional' };
	return v.parse(dossierSchema, { ...dossier, facts: { ...dossier.facts, debtor, claims } });
}

async function pulled(phone: Phone, dossiers: readonly Dossier[], change: Partial<Pull>): Promise<void> {
	const pull = await makePull([], { mode: 'delta', cursor: { rev: 6, after: null, until: null }, ...change }, dossiers);
	expect(await applyPull(phone, 1, { now: MORNING, pull })).toBe('stored');
}

async function cursorOf({ db }: Phone) {
	return pullCursor(await readMeta(db, 'pull'), await readMeta(db, 'staging'), await readMeta(db, 'rules'));
}

async function viewOf(reader: PhoneReader) {
	const view = await reader.read();
	if (!view.ok) throw new Error(view.error.code);
	return view.value;
}

async function lastOperation(phone: Phone): Promise<Operation> {
	const { records } = await readOutbox(phone);
	const last = records.at(-1);
	const opened = last && (await openOperation(phone, last));
	if (!opened?.ok) throw new Error('no readable operation');
	return opened.value;
}

const visit = (dossier: Dossier) => ({
	dossier: dossier.id,
	round: null,
	place: null,
	draft: null,
	outcome: 'absent' as const,
	cause: null,
	note: null,
	next: null,
	openedAt: null
});

describe('approved rows', () => {
	it('change what the phone counts from the pull that brings them on, and stay when a later pull brings none', async () => {
		const phone = await makePhone(makeWorld());
		const dossier = professional();
		const [claim] = dossier.facts.claims;
		if (!claim) throw new Error('no claim');
		await load(phone, [dossier]);
		const reader = new PhoneReader(phone);
		const before = await viewOf(reader);
		expect(claimStatement(dossier, claim, NEW_YEAR, rulesOf(before).pack)).toMatchObject({
			through: '2026-12-31',
			refusal: { code: 'RATE_NOT_KNOWN' }
		});
		await pulled(phone, [dossier], { parameters: [ROW] });
		const after = await viewOf(reader);
		expect(claimStatement(dossier, claim, NEW_YEAR, rulesOf(after).pack)).toMatchObject({
			through: NEW_YEAR,
			refusal: null
		});
		await pulled(phone, [dossier], { parameters: null });
		const later = await viewOf(reader);
		expect(rulesOf(later)).toBe(rulesOf(after));
	});

	it('are what a payment is split and judged with; without them it goes on with what is known', async () => {
		const world = makeWorld();
		const phone = await makePhone(world);
		const dossier = professional();
		await load(phone, [dossier]);
		world.wait(UNTIL_NEW_YEAR);
		const pay = () =>
			recordPayment(phone, {
				dossier: dossier.id,
				round: null,
				place: null,
				draft: null,
				minor: 500,
				detail: { means: 'card', reference: 'A1' },
				payer: null,
				directedTo: null,
				acceptCredit: false
			});
		expect((await pay()).ok).toBe(true);
		expect((await lastOperation(phone)).body).toMatchObject({ before: 36_500 + 4000 + 756 });
		await pulled(phone, [dossier], { parameters: [ROW] });
		expect((await pay()).ok).toBe(true);
		expect((await lastOperation(phone)).body).toMatchObject({ before: 36_500 + 4000 + 756 + 253 - 500 });
		const { pack } = rulesOf({ houseFacts: await readMeta(phone.db, 'rules') });
		expect(balanceOf(dossier, NEW_YEAR, pack)).toBe(36_500 + 4000 + 756 + 253);
	});

	it('that cannot be read any more are asked for again with a fresh snapshot', async () => {
		const phone = await makePhone(makeWorld());
		const dossier = makeDossier();
		await load(phone, [dossier]);
		expect(await cursorOf(phone)).not.toBeNull();
		await phone.db.meta.put({ key: 'rules', value: 'torn' });
		expect(await cursorOf(phone)).toBeNull();
		expect(rulesOf({ houseFacts: await readMeta(phone.db, 'rules') }).pack).toEqual(COUNTRY);
		await writeMeta(phone.db, 'rules', { parameters: [], insuredUntil: null });
		expect(await cursorOf(phone)).not.toBeNull();
	});

	it('come with the end of the insurance, which closes visits', async () => {
		const phone = await makePhone(makeWorld());
		const dossier = makeDossier();
		await load(phone, [dossier]);
		await pulled(phone, [dossier], { insuredUntil: DAY });
		expect(rulesOf({ houseFacts: await readMeta(phone.db, 'rules') }).insuredUntil).toBe(DAY);
	});
});

describe('setting off in spite of a gate', () => {
	it('takes the reason along in the report of that day, once', async () => {
		const phone = await makePhone(makeWorld());
		const dossier = makeDossier();
		await load(phone, [dossier]);
		await keepOverride(phone, dossier.id, DAY, 'Rendez-vous pris par le débiteur');
		expect((await reportVisit(phone, visit(dossier))).ok).toBe(true);
		expect((await lastOperation(phone)).body).toMatchObject({ override: 'Rendez-vous pris par le débiteur' });
		expect(await overrideOf(phone, dossier.id, DAY)).toBeNull();
		expect((await reportVisit(phone, visit(dossier))).ok).toBe(true);
		expect((await lastOperation(phone)).body).not.toHaveProperty('override');
	});

	it('leaves a reason of another day behind', async () => {
		const phone = await makePhone(makeWorld());
		const dossier = makeDossier();
		await load(phone, [dossier]);
		await keepOverride(phone, dossier.id, addDays(DAY, -1), 'Hier');
		await reportVisit(phone, visit(dossier));
		expect((await lastOperation(phone)).body).not.toHaveProperty('override');
	});
});
