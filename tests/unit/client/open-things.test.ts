// What is still open at the end of a day, as Journée lists it: each thing once, with the place where it is solved.
import { describe, expect, it } from 'vitest';
import { keepOverride } from '$lib/client/actions/going';
import { hold } from '$lib/client/actions/hold';
import { promiseRequest } from '$lib/client/actions/make-promise';
import { recordPayment } from '$lib/client/actions/record-payment';
import { visitRequest } from '$lib/client/actions/report-visit';
import { act } from '$lib/client/actions/act';
import { draftKeys, writeDraft } from '$lib/client/local/drafts';
import type { Phone } from '$lib/client/local/phone';
import { openThings, promisesDue, type Looked } from '$lib/client/state/open-things';
import { PhoneReader } from '$lib/client/state/phone-reader';
import { addDays } from '$lib/core/time';
import { cash } from './acts-fixture';
import { DAY, load, makeDossier, makePhone, makeRound, makeWorld } from './phone-fixture';

async function looked(phone: Phone, status: 'published' | 'under-way' | 'closed' = 'under-way'): Promise<Looked> {
	const read = await new PhoneReader(phone).read();
	if (!read.ok) throw new Error(read.error.code);
	const round = read.value.rounds[0];
	return { ...read.value, round: round ? { ...round, status } : null, today: DAY };
}

async function onRound(count = 2) {
	const phone = await makePhone(makeWorld());
	const dossiers = Array.from({ length: count }, () => makeDossier());
	const round = makeRound(phone, dossiers);
	await load(phone, dossiers, [round]);
	const [first, second = first] = dossiers;
	if (!first || !second) throw new Error('a round has dossiers');
	return { phone, first, second, round };
}

describe('what is still open', () => {
	it('is nothing on a quiet phone without a round under way', async () => {
		const { phone } = await onRound();
		expect(openThings(await looked(phone, 'published'), 'EUR', [])).toEqual([]);
		expect(openThings({ ...(await looked(phone)), round: null }, 'EUR', [])).toEqual([]);
	});

	it('are stops without an outcome, until each has one', async () => {
		const { phone, first, round } = await onRound();
		expect(openThings(await looked(phone), 'EUR', [])).toEqual([{ what: 'stops', href: '/round', count: 2 }]);
		const about = { dossier: first.id, round: round.id, place: null, draft: null, cause: null, note: null };
		await act(phone, visitRequest(phone, { ...about, outcome: 'absent', next: null, openedAt: null }));
		expect(openThings(await looked(phone), 'EUR', [])).toEqual([
			{ what: 'stops', href: '/round', count: 1 },
			{ what: 'unsent', href: '/sync', count: 1 }
		]);
	});

	it('are cash in hand, cheques and a difference that nothing explains', async () => {
		const { phone, first } = await onRound();
		await recordPayment(phone, cash(first, 5_000));
		const detail = { means: 'cheque', number: '12', bank: 'BNP', drawer: 'Jeanne' } as const;
		await recordPayment(phone, { ...cash(first, 1_000), detail });
		const closed = await looked(phone, 'closed');
		expect(openThings(closed, 'EUR', [])).toEqual([
			{ what: 'unsent', href: '/sync', count: 2 },
			{ what: 'cheques', href: '/cash', count: 1 },
			{ what: 'cash', href: '/cash', minor: 5_000, currency: 'EUR' }
		]);
	});

	it('are reviews that need the collector and records that cannot be read', async () => {
		const { phone } = await onRound();
		const item = { state: 'attention', outcome: 'quarantined', decision: null } as const;
		const broken = { table: 'outbox', key: 'x', reason: 'unopenable-seal' } as const;
		const state = { ...(await looked(phone, 'closed')), outbox: [item], broken: [broken] };
		expect(openThings(state, 'EUR', []).map(({ what, href }) => [what, href])).toEqual([
			['attention', '/sync'],
			['broken', '/sync']
		]);
	});

	it('are forms under way, each where it is filled in; what waits for an act is none', async () => {
		const { phone, first } = await onRound();
		await recordPayment(phone, cash(first, 5_000));
		const state = await looked(phone, 'closed');
		const payment = state.payments[0]?.id ?? '';
		await writeDraft(phone, `visit:${first.id}`, { outcome: 'met' });
		await writeDraft(phone, `reversal:${payment}`, { reason: 'x' });
		await writeDraft(phone, 'cash:count', { counts: '' });
		await writeDraft(phone, 'cash:deposit', { amount: '' });
		await writeDraft(phone, `pay:${makeDossier().id}`, { amount: '' });
		await keepOverride(phone, first.id, DAY, 'Appelé');
		await hold(phone, promiseRequest({ ...promise(first.id), dueOn: DAY }));
		const forms = openThings(state, 'EUR', await draftKeys(phone)).filter(({ what }) => what === 'form');
		expect(forms.map(({ href }) => href).sort()).toEqual([
			'/cash/deposit',
			'/cash/hand-over',
			`/dossier/${first.id}/receipt/${payment}`,
			`/dossier/${first.id}/visit`
		]);
	});
});

const promise = (dossier: ReturnType<typeof makeDossier>['id']) => ({
	...{ dossier, round: null, place: null, draft: null, minor: 2_000, dueOn: DAY, means: null, by: null }
});

describe('the promises of the day', () => {
	it('are those that fall due today and are not kept yet', async () => {
		const { phone, first, second } = await onRound();
		await act(phone, promiseRequest(promise(first.id)));
		await act(phone, promiseRequest({ ...promise(second.id), dueOn: addDays(DAY, 1) }));
		const due = async () => promisesDue((await looked(phone)).dossiers, DAY);
		expect((await due()).map(({ dossier, minor }) => [dossier.id, minor])).toEqual([[first.id, 2_000]]);
		await recordPayment(phone, cash(first, 2_000));
		expect(await due()).toEqual([]);
	});
});
