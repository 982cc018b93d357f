// An act that can be taken back for a moment: noted durably at once, saved once and as it was noted, or gone without a trace.
import { describe, expect, it } from 'vitest';
import { hold, saveHeld, takeBack } from '$lib/client/actions/hold';
import { keepOverride, overrideOf } from '$lib/client/actions/going';
import type { VisitInput } from '$lib/client/actions/input';
import { promiseRequest } from '$lib/client/actions/make-promise';
import { recordPayment } from '$lib/client/actions/record-payment';
import { reportRequest } from '$lib/client/actions/report-about';
import { visitRequest } from '$lib/client/actions/report-visit';
import { HELD, readDraft, writeDraft } from '$lib/client/local/drafts';
import { queueLocks } from '$lib/client/local/device-lock';
import { openPhone, type Phone } from '$lib/client/local/phone';
import type { Ports } from '$lib/client/ports';
import type { Dossier } from '$lib/core/dossier';
import { addDays } from '$lib/core/time';
import { cash, operationsOf } from './acts-fixture';
import { DAY, load, makeDossier, makePhone, makeWorld, MORNING, type World } from './phone-fixture';

const absent = (dossier: Dossier, draft: string | null = null): VisitInput => ({
	dossier: dossier.id,
	round: null,
	place: null,
	draft,
	outcome: 'absent',
	cause: null,
	note: null,
	next: { action: 'visit', on: null },
	openedAt: null
});

async function withDossier(): Promise<{ world: World; phone: Phone; dossier: Dossier }> {
	const world = makeWorld();
	const phone = await makePhone(world);
	const dossier = makeDossier();
	await load(phone, [dossier]);
	return { world, phone, dossier };
}

/** The same profile after its process ended: another connection to the same database. */
async function restarted({ ports, user }: Phone): Promise<Phone> {
	const again = await openPhone(ports, user);
	if (!again.ok || !again.value) throw new Error('the phone did not open');
	return again.value;
}

describe('an act that can be taken back', () => {
	it('is shown on its dossier and is no operation yet', async () => {
		const { phone, dossier } = await withDossier();
		const held = await hold(phone, visitRequest(phone, absent(dossier)));
		expect(held).toMatchObject({ ok: true, value: { kind: 'visit.reported', draft: null, at: MORNING } });
		expect(held.ok && held.value.dossier.state.visits).toMatchObject([{ outcome: 'absent', day: DAY }]);
		expect(await operationsOf(phone)).toEqual([]);
	});

	it('is saved with the time at which it was noted, once', async () => {
		const { world, phone, dossier } = await withDossier();
		await hold(phone, visitRequest(phone, absent(dossier)));
		world.wait(10_000);
		expect(await saveHeld(phone)).toMatchObject({ ok: true, value: { seq: 1, at: MORNING, day: DAY } });
		expect(await saveHeld(phone)).toEqual({ ok: true, value: null });
		expect(await operationsOf(phone)).toMatchObject([
			{ header: { kind: 'visit.reported', at: { ms: MORNING } }, body: { outcome: 'absent' } }
		]);
		expect(await phone.db.drafts.get(HELD)).toBeUndefined();
	});

	it('survives a kill, and the next start saves it under the day on which it happened', async () => {
		const { world, phone, dossier } = await withDossier();
		await hold(phone, visitRequest(phone, absent(dossier)));
		phone.db.close();
		world.wait(3 * 86_400_000);
		const again = await restarted(phone);
		expect(await saveHeld(again)).toMatchObject({ ok: true, value: { at: MORNING, day: DAY } });
		expect(await operationsOf(again)).toHaveLength(1);
	});

	it('leaves nothing when it is taken back, but the form as it was typed', async () => {
		const { phone, dossier } = await withDossier();
		await writeDraft(phone, 'visit:1', { outcome: 'absent' });
		await hold(phone, visitRequest(phone, absent(dossier, 'visit:1')));
		expect(await takeBack(phone)).toEqual({ ok: true, value: true });
		expect(await saveHeld(phone)).toEqual({ ok: true, value: null });
		expect(await operationsOf(phone)).toEqual([]);
		expect(await readDraft(phone, 'visit:1')).toEqual({ ok: true, value: { outcome: 'absent' } });
	});

	it('takes the place of its form only when it is saved', async () => {
		const { phone, dossier } = await withDossier();
		await writeDraft(phone, 'visit:1', { outcome: 'absent' });
		await hold(phone, visitRequest(phone, absent(dossier, 'visit:1')));
		expect(await phone.db.drafts.toCollection().primaryKeys()).toEqual([HELD, 'visit:1']);
		await saveHeld(phone);
		expect(await phone.db.drafts.count()).toBe(0);
		expect(await takeBack(phone)).toEqual({ ok: true, value: false });
	});

	it('is saved or taken back, never both, when two tabs ask at once', async () => {
		for (let round = 0; round < 5; round += 1) {
			const { phone, dossier } = await withDossier();
			await hold(phone, visitRequest(phone, absent(dossier)));
			const other = await restarted(phone);
			const [undone, one, two] = await Promise.all([takeBack(other), saveHeld(phone), saveHeld(other)]);
			const saved = [one, two].filter((answer) => answer.ok && answer.value);
			expect(saved.length + (undone.ok && undone.value ? 1 : 0)).toBe(1);
			expect(await operationsOf(phone)).toHaveLength(saved.length);
		}
	});

	it('is not saved when a tab takes it back in the last moment, on a browser without Web Locks', async () => {
		const { phone, dossier } = await withDossier();
		await hold(phone, visitRequest(phone, absent(dossier)));
		const tab = (ports: Partial<Ports>): Phone => ({
			...phone,
			ports: { ...phone.ports, locks: queueLocks(), ...ports }
		});
		const undone: unknown[] = [];
		const { sign } = phone.ports.crypto;
		const crypto: Ports['crypto'] = {
			...phone.ports.crypto,
			sign: async (key, bytes) => {
				undone.push(await takeBack(tab({})));
				return sign(key, bytes);
			}
		};
		expect(await saveHeld(tab({ crypto }))).toEqual({ ok: true, value: null });
		expect(undone).toEqual([{ ok: true, value: true }]);
		expect(await operationsOf(phone)).toEqual([]);
	});

	it('waits alone: another one is refused until it is saved, and money never waits', async () => {
		const { phone, dossier } = await withDossier();
		await hold(phone, visitRequest(phone, absent(dossier)));
		expect(await hold(phone, visitRequest(phone, absent(dossier)))).toMatchObject({ error: { code: 'held-already' } });
		expect(await recordPayment(phone, cash(dossier, 5_000))).toMatchObject({ ok: true, value: { seq: 1 } });
		expect(await saveHeld(phone)).toMatchObject({ ok: true, value: { seq: 2 } });
	});

	it('is refused at once for what would be refused when it is saved', async () => {
		const { phone, dossier } = await withDossier();
		const late: VisitInput = { ...absent(dossier), next: { action: 'visit', on: addDays(DAY, -1) } };
		expect(await hold(phone, visitRequest(phone, late))).toMatchObject({ error: { code: 'visit-date-in-past' } });
		expect(await hold(phone, visitRequest(phone, absent(makeDossier())))).toMatchObject({
			error: { code: 'dossier-not-on-phone' }
		});
		expect(await phone.db.drafts.count()).toBe(0);
	});

	it('is saved though the dossier left the phone or changed meanwhile: it has happened', async () => {
		const { phone, dossier } = await withDossier();
		const promise = {
			...{ dossier: dossier.id, round: null, place: null, draft: null, minor: 48_000, dueOn: addDays(DAY, 7) },
			...{ means: null, by: null }
		};
		expect(await hold(phone, promiseRequest(promise))).toMatchObject({ ok: true, value: { kind: 'promise.made' } });
		await phone.db.dossiers.clear();
		expect(await saveHeld(phone)).toMatchObject({ ok: true, value: { seq: 1 } });
	});

	it.each(['situation.reported', 'dispute.reported'] as const)('may be a report: %s', async (kind) => {
		const { phone, dossier } = await withDossier();
		const context = { dossier: dossier.id, round: null, place: null, draft: null };
		const request = reportRequest(
			kind === 'situation.reported'
				? { ...context, kind, body: { situation: 'minor', reference: null, since: null, note: null } }
				: { ...context, kind, body: { claim: null, category: 'amount', minor: null, pieces: [], note: null } }
		);
		const held = request.kind === 'dispute.reported' ? await hold(phone, request) : await hold(phone, request);
		expect(held.ok && held.value.dossier.state.alerts).toEqual([kind === 'situation.reported' ? 'minor' : 'disputed']);
		expect(await saveHeld(phone)).toMatchObject({ ok: true, value: { seq: 1 } });
		expect(await operationsOf(phone)).toMatchObject([{ header: { kind } }]);
	});

	it('keeps the reason for having set off until it is saved', async () => {
		const { phone, dossier } = await withDossier();
		await keepOverride(phone, dossier.id, DAY, 'Il m’a appelé');
		await hold(phone, visitRequest(phone, absent(dossier)));
		await takeBack(phone);
		expect(await overrideOf(phone, dossier.id, DAY)).toBe('Il m’a appelé');
		await hold(phone, visitRequest(phone, absent(dossier)));
		await saveHeld(phone);
		expect(await overrideOf(phone, dossier.id, DAY)).toBeNull();
		expect(await operationsOf(phone)).toMatchObject([{ body: { override: 'Il m’a appelé' } }]);
	});

	it('stays where it is when it cannot be read', async () => {
		const { phone, dossier } = await withDossier();
		await hold(phone, visitRequest(phone, absent(dossier)));
		await phone.db.drafts.put({ key: HELD, sealed: new Uint8Array(40) });
		expect((await saveHeld(phone)).ok).toBe(false);
		expect(await phone.db.drafts.get(HELD)).toBeDefined();
	});

	it('says that there is no room, so that it can be saved at once', async () => {
		const { phone, dossier } = await withDossier();
		phone.db.drafts.hook('creating', () => {
			throw new DOMException('full', 'QuotaExceededError');
		});
		expect(await hold(phone, visitRequest(phone, absent(dossier)))).toMatchObject({ error: { code: 'storage-full' } });
	});
});
