// Préflight line by line: what each failing state says, where it leads, and whether it holds the round back.
import { describe, expect, it } from 'vitest';
import type { Phone } from '$lib/client/local/phone';
import { PhoneReader } from '$lib/client/state/phone-reader';
import { runPreflight } from '$lib/client/state/preflight';
import type { PhoneView, PreflightCheckId } from '$lib/client/state/view';
import { refusal } from '$lib/core/refusal';
import { instant } from '$lib/core/time';
import { checkHelp, checkPlace } from '../../../src/routes/(field)/preflight/check-words';
import { DAY, load, makeDossier, makePhone, makeRound, makeWorld, MORNING } from './phone-fixture';

async function view(phone: Phone): Promise<PhoneView> {
	const read = await new PhoneReader(phone).read();
	if (!read.ok) throw new Error(read.error.code);
	return read.value;
}

describe('each line of the preflight that is not good', () => {
	const checked = async (phone: Phone, change: Partial<PhoneView> = {}) => {
		const report = await runPreflight(phone, { ...(await view(phone)), ...change }, { today: DAY, askPosition: false });
		const byId = new Map(report.checks.map((each) => [each.id, each]));
		const at = (id: PreflightCheckId) => {
			const found = byId.get(id);
			if (!found) throw new Error(`no check ${id}`);
			return { verdict: found.verdict, says: checkHelp(found), place: checkPlace(found) };
		};
		return { ready: report.ready, at };
	};
	const ready = async () => {
		const phone = await makePhone(makeWorld());
		const dossier = makeDossier();
		await load(phone, [dossier], [makeRound(phone, [dossier])]);
		return phone;
	};

	it('says what to do, and where', async () => {
		const phone = await ready();
		const { device, sync } = await view(phone);
		const far = await checked(phone, { device: { ...device, skewMs: 600_000 } });
		expect(far.at('clock')).toMatchObject({ verdict: 'warn', says: expect.stringMatching(/./) });
		expect(far.ready).toBe(true);
		const forked = await checked(phone, { device: { ...device, forked: true } });
		expect(forked.at('series')).toMatchObject({ verdict: 'fail', place: '/sign-in?app=field' });
		expect(forked.ready).toBe(false);
		const broken = await checked(phone, { broken: [{ table: 'rounds', key: 'r', reason: 'unopenable-seal' }] });
		expect(broken.at('broken')).toMatchObject({ verdict: 'fail', place: '/sync' });
		const waiting = await checked(phone, { sync: { ...sync, unsent: 3 } });
		expect(waiting.at('unsent')).toMatchObject({ verdict: 'warn', place: '/sync' });
	});

	it('tells an old version that the server refuses from one that could not be compared for days', async () => {
		const phone = await ready();
		const { sync } = await view(phone);
		const refused = await checked(phone, { sync: { ...sync, error: refusal('wire-too-old') } });
		expect(refused.at('version')).toMatchObject({ verdict: 'fail', place: '/day' });
		expect(refused.ready).toBe(false);
		const away = await checked(phone, { sync: { ...sync, lastDown: instant(MORNING - 5 * 86_400_000) } });
		expect(away.at('version')).toMatchObject({ verdict: 'warn', place: null });
		expect(away.at('version').says).toContain('5');
		const never = await checked(phone, { sync: { ...sync, lastDown: null } });
		expect(never.at('version')).toMatchObject({ verdict: 'unknown' });
	});

	it('has words for every line that is not good', async () => {
		const phone = await ready();
		const report = await runPreflight(phone, await view(phone), { today: DAY, askPosition: false });
		for (const each of report.checks)
			for (const verdict of ['warn', 'fail', 'unknown'] as const)
				expect(checkHelp({ ...each, verdict }), `${each.id} ${verdict}`).not.toBe('');
	});
});
