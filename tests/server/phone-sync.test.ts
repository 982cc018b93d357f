// The real phone against the real server: enrolment, a day offline, lost answers, two phones, a dossier that is taken away.
import { describe, expect, test } from 'vitest';
import { closeRound } from '../../src/lib/client/actions/close-round';
import type { PaymentInput } from '../../src/lib/client/actions/input';
import { makePromise } from '../../src/lib/client/actions/make-promise';
import { proposeSchedule, protocolTextFor } from '../../src/lib/client/actions/plan';
import { recordPayment } from '../../src/lib/client/actions/record-payment';
import { reportVisit } from '../../src/lib/client/actions/report-visit';
import { requestReversal } from '../../src/lib/client/actions/request-reversal';
import { signProtocol } from '../../src/lib/client/actions/sign-protocol';
import { startRound } from '../../src/lib/client/actions/start-round';
import { openCurrentPhone, type Phone } from '../../src/lib/client/local/phone';
import { rulesOf } from '../../src/lib/client/local/rules';
import { signOut } from '../../src/lib/client/local/sign-out';
import type { Ports } from '../../src/lib/client/ports';
import { enterSession } from '../../src/lib/client/state/enter-session';
import { PhoneReader } from '../../src/lib/client/state/phone-reader';
import { runPreflight } from '../../src/lib/client/state/preflight';
import type { PhoneView } from '../../src/lib/client/state/view';
import { syncPass } from '../../src/lib/client/sync/pass';
import { balanceOf } from '../../src/lib/core/balance';
import type { DossierId } from '../../src/lib/core/ids';
import { addDays } from '../../src/lib/core/time';
import { company, OWED, TODAY } from './fixture';
import { open, profileOf, sync } from './phone-profile';

async function view(phone: Phone): Promise<PhoneView> {
	const read = await new PhoneReader(phone).read();
	if (!read.ok) throw new Error(read.error.code);
	return read.value;
}

const first = <T>(list: readonly T[], index = 0): T => {
	const item = list[index];
	if (item === undefined) throw new Error(`nothing at ${index}`);
	return item;
};

const cash = (dossier: DossierId, minor: number, round: PaymentInput['round'] = null): PaymentInput => ({
	dossier,
	round,
	place: null,
	draft: null,
	minor,
	detail: { means: 'cash' },
	payer: null,
	directedTo: null,
	acceptCredit: false
});

const absent = (dossier: DossierId) =>
	({
		dossier,
		round: null,
		place: null,
		draft: null,
		outcome: 'absent',
		cause: null,
		note: null,
		next: null,
		openedAt: null
	}) as const;

/** Ana's phone with every dossier of the company on today's round. */
async function onRound(size = 3) {
	const c = await company(size);
	const round = await c.publish(c.ana, c.dossiers);
	const profile = profileOf(c, c.ana);
	const phone = await open(profile);
	await sync(phone);
	return { c, round, phone, line: profile.line, ports: profile.ports };
}

const balance = async (phone: Phone, dossier: DossierId): Promise<number> => {
	const shown = await view(phone);
	const found = shown.dossiers.get(dossier);
	if (!found) throw new Error('the dossier is not on the phone');
	return balanceOf(found, TODAY, rulesOf(shown).pack);
};

describe("a collector's day", () => {
	test('goes from enrolment over a pull and a day without network to confirmed receipts on the server', async () => {
		const { c, round, phone, line } = await onRound();
		const ready = await runPreflight(phone, await view(phone), { today: TODAY, askPosition: false });
		expect(ready.checks.filter(({ verdict }) => verdict === 'fail')).toEqual([]);
		line.up = false;
		const [one, two, three] = [first(c.dossiers), first(c.dossiers, 1), first(c.dossiers, 2)];
		expect((await startRound(phone, round)).ok).toBe(true);
		expect((await recordPayment(phone, cash(one, 40_000, round))).ok).toBe(true);
		expect((await reportVisit(phone, absent(two))).ok).toBe(true);
		const promise = { dossier: two, round, place: null, draft: null, minor: 30_000, means: null, by: null } as const;
		expect((await makePromise(phone, { ...promise, dueOn: addDays(TODAY, 7) })).ok).toBe(true);
		expect((await signPlan(phone, three)).ok).toBe(true);
		expect((await closeRound(phone, round)).ok).toBe(true);
		expect(await syncPass(phone, () => undefined)).toMatchObject({ error: { code: 'offline' } });
		expect(await balance(phone, one)).toBe(OWED - 40_000);
		line.up = true;
		line.requests = 0;
		await sync(phone);
		expect(line.requests).toBe(1);
		const shown = await view(phone);
		expect(shown.outbox.map(({ seq, state, outcome, codes }) => ({ seq, state, outcome, codes }))).toEqual(
			[6, 5, 4, 3, 2, 1].map((seq) => ({ seq, state: 'confirmed', outcome: 'applied', codes: [] }))
		);
		expect(await balance(phone, one)).toBe(OWED - 40_000);
		expect(await c.rows('SELECT minor, series, number, status FROM payment WHERE org = :org')).toEqual([
			{ minor: 40_000, series: shown.device.series, number: 1, status: 'recorded' }
		]);
		expect(await c.count('SELECT COUNT(*) FROM protocol WHERE org = :org')).toBe(1);
		expect(await c.rows('SELECT status FROM round WHERE org = :org')).toEqual([{ status: 'closed' }]);
	});

	test('shows at every moment the balance that will stay', async () => {
		const { c, phone, line } = await onRound(1);
		const dossier = first(c.dossiers);
		const seen: number[] = [];
		for (const minor of [10_000, 20_000, 30_000]) {
			line.up = minor !== 20_000;
			expect((await recordPayment(phone, cash(dossier, minor))).ok).toBe(true);
			seen.push(await balance(phone, dossier));
			await syncPass(phone, () => undefined);
			seen.push(await balance(phone, dossier));
		}
		expect(seen).toEqual([90_000, 90_000, 70_000, 70_000, 40_000, 40_000]);
		expect(await c.count('SELECT balance_minor FROM dossier WHERE org = :org')).toBe(40_000);
	});

	test('a backlog of two requests comes down once, with the last; cut between them, what is sent stays pending', async () => {
		const { phone, line, c } = await onRound(1);
		const dossier = first(c.dossiers);
		await recordPayment(phone, cash(dossier, 10_000));
		await reportVisit(phone, absent(dossier));
		line.mostOperations = 1;
		line.cutAfter = line.requests + 1;
		expect(await syncPass(phone, () => undefined)).toMatchObject({ error: { code: 'offline' } });
		const between = await view(phone);
		expect(between.sync).toMatchObject({ session: 'valid', unsent: 1 });
		expect(await balance(phone, dossier)).toBe(OWED - 10_000);
		line.cutAfter = null;
		const before = line.requests;
		await sync(phone);
		expect(line.requests - before).toBe(1);
		expect((await view(phone)).sync).toMatchObject({ session: 'valid', unsent: 0 });
		expect(await balance(phone, dossier)).toBe(OWED - 10_000);
	});

	test('an idle sync is one request under 1 KB', async () => {
		const { phone, line } = await onRound();
		line.requests = 0;
		await sync(phone);
		expect(line.requests).toBe(1);
		expect(line.bytesUp).toBeLessThan(1_024);
	});

	test('a reversal that was asked on the phone waits for a second person, and its outcome comes back', async () => {
		const { c, phone } = await onRound(1);
		const dossier = first(c.dossiers);
		const paid = await recordPayment(phone, cash(dossier, 10_000));
		if (!paid.ok) throw new Error(paid.error.code);
		const asked = { dossier, payment: paid.value.id, reason: 'Montant erroné', draft: null };
		expect((await requestReversal(phone, asked)).ok).toBe(true);
		await sync(phone);
		expect((await view(phone)).payments[0]?.status).toBe('reversal-requested');
		expect(await c.rows('SELECT status FROM payment WHERE org = :org')).toEqual([{ status: 'reversal-requested' }]);
	});
});

describe('a network that cannot be trusted', () => {
	test('a lost answer of the enrolment gives the same series again', async () => {
		const c = await company(1);
		const { ports, line } = profileOf(c, c.ana);
		const lossy: Ports = {
			...ports,
			fetch: (path, init) => {
				if (path === '/api/devices') line.loseAnswer = line.requests < 2;
				return ports.fetch(path, init);
			}
		};
		expect(await enterSession(lossy, null)).toMatchObject({ ok: false, error: { code: 'offline' } });
		const phone = await open({ ports: lossy, line });
		expect((await view(phone)).device.series).toMatch(/^T\d{2,}$/);
		expect(await c.count(`SELECT COUNT(*) FROM device WHERE org = :org AND kind = 'field'`)).toBe(1);
	});

	test('a lost answer of a push stores and counts every payment once', async () => {
		const { c, phone, line } = await onRound(2);
		for (const dossier of c.dossiers) await recordPayment(phone, cash(dossier, 5_000));
		line.loseAnswer = true;
		expect(await syncPass(phone, () => undefined)).toMatchObject({ error: { code: 'offline' } });
		expect((await view(phone)).sync.unsent).toBe(2);
		await recordPayment(phone, cash(first(c.dossiers), 1_000));
		await sync(phone);
		expect((await view(phone)).outbox.map(({ state }) => state)).toEqual(['confirmed', 'confirmed', 'confirmed']);
		expect(await c.rows('SELECT SUM(minor) AS total, COUNT(*) AS lines FROM ledger WHERE org = :org')).toEqual([
			{ total: 11_000, lines: 3 }
		]);
	});

	test('without a session the phone captures and deposits, and is told again after the next sign-in', async () => {
		const { c, phone, line } = await onRound(1);
		const { session } = line;
		line.session = null;
		await recordPayment(phone, cash(first(c.dossiers), 5_000));
		await sync(phone);
		expect((await view(phone)).sync).toMatchObject({ session: 'expired', unsent: 0 });
		expect(await c.count('SELECT SUM(minor) FROM ledger WHERE org = :org')).toBe(5_000);
		expect(await syncPass(phone, () => undefined)).toMatchObject({ error: { code: 'session-expired' } });
		line.session = session;
		await sync(phone);
		expect((await view(phone)).sync.session).toBe('valid');
		expect(await balance(phone, first(c.dossiers))).toBe(OWED - 5_000);
	});
});

describe('several phones and users', () => {
	test("two phones of one collector have series of their own and see each other's payments", async () => {
		const { c, phone } = await onRound(1);
		const second = await open(profileOf(c, c.ana));
		await sync(second);
		const dossier = first(c.dossiers);
		await recordPayment(phone, cash(dossier, 10_000));
		await recordPayment(second, cash(dossier, 20_000));
		await sync(phone);
		await sync(second);
		await sync(phone);
		expect(await balance(phone, dossier)).toBe(70_000);
		expect(await balance(second, dossier)).toBe(70_000);
		const receipts = [first((await view(phone)).payments).number, first((await view(second)).payments).number];
		expect(new Set(receipts).size).toBe(2);
	});

	test('a phone that a restore made the server forget comes back with its series and its whole chain', async () => {
		const { c, phone } = await onRound(1);
		const { series } = (await view(phone)).device;
		await c.write(`DELETE FROM device WHERE org = :org AND kind = 'field'`);
		await c.write('UPDATE meta SET next_series = 1 WHERE org = :org');
		await recordPayment(phone, cash(first(c.dossiers), 7_000));
		await sync(phone);
		expect((await view(phone)).device.series).toBe(series);
		expect(await c.count('SELECT SUM(minor) FROM ledger WHERE org = :org')).toBe(7_000);
		const second = await open(profileOf(c, c.ana));
		expect((await view(second)).device.series).not.toBe(series);
	});

	test('two collectors of one phone keep their own database, key and chain', async () => {
		const { c, phone, line, ports } = await onRound(1);
		await recordPayment(phone, cash(first(c.dossiers), 10_000));
		expect(await signOut(phone)).toEqual({ unsent: 1, sessionEnded: true });
		phone.db.close();
		expect(await openCurrentPhone(ports)).toEqual({ ok: true, value: null });
		line.session = c.ben;
		const bens = await open({ ports, line });
		await sync(bens);
		expect((await view(bens)).outbox).toEqual([]);
		line.session = c.ana;
		const anas = await open({ ports, line });
		expect((await view(anas)).sync.unsent).toBe(1);
		await sync(anas);
		expect(await c.count('SELECT SUM(minor) FROM ledger WHERE org = :org')).toBe(10_000);
	});

	test('a dossier given to somebody else leaves the phone with the next pull, its own unsent work does not', async () => {
		const { c, round, phone, line } = await onRound(2);
		const [kept, taken] = [first(c.dossiers), first(c.dossiers, 1)];
		line.up = false;
		await recordPayment(phone, cash(taken, 7_000));
		await c.publish(c.ana, [kept], TODAY, round);
		await c.publish(c.ben, [taken]);
		line.up = true;
		await sync(phone);
		const shown = await view(phone);
		expect([...shown.dossiers.keys()]).toEqual([kept]);
		expect(shown.payments.map(({ money, state }) => [money.minor, state])).toEqual([[7_000, 'confirmed']]);
		expect(
			await c.rows('SELECT outcome FROM operation WHERE org = :org AND kind = :kind', { kind: 'payment.recorded' })
		).toEqual([{ outcome: 'applied' }]);
	});
});

/** A plan of ten instalments that the debtor signs at once. */
async function signPlan(phone: Phone, dossier: DossierId) {
	const shown = await view(phone);
	const { device, dossiers } = shown;
	const rules = rulesOf(shown);
	const plan = { dossier, down: 10_000, count: 9, firstDueOn: addDays(TODAY, 30), frequency: 'monthly' } as const;
	const schedule = proposeSchedule(dossiers, plan, TODAY, rules.pack);
	if (!schedule.ok) throw new Error(schedule.error.code);
	expect(schedule.value.instalments.map(({ minor }) => minor)).toEqual(Array.from({ length: 9 }, () => 10_000));
	const text = protocolTextFor(named(device), dossiers, plan, TODAY, rules.pack);
	if (!text.ok) throw new Error(text.error.code);
	return signProtocol(phone, {
		dossier,
		round: null,
		place: null,
		draft: null,
		text: text.value,
		signer: { name: 'Paul Durand', capacity: 'debtor' },
		mention: 'mille euros',
		signature: {
			strokes: { height: 400, lines: [Array.from({ length: 40 }, (_, index) => index * 20)], durationMs: 1_200 }
		},
		shownMs: 60_000
	});
}

/** The agency of the test company has no address of its own. */
const named = (device: PhoneView['device']): PhoneView['device'] => ({
	...device,
	organisation: { ...device.organisation, address: '1 rue Haute, 37000 Tours', siren: '732829320' }
});
