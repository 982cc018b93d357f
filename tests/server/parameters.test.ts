// A new half-year's rate from the page to the phones: entered by one person, approved by a second, and only then in force.
import { describe, expect, test } from 'vitest';
import { parameter } from '../../src/lib/core/country/parameters';
import { localDate } from '../../src/lib/core/time';
import { readHouseRules } from '../../src/lib/server/db/house-rules';
import {
	approveParameter,
	listParameters,
	proposeParameter,
	refuseParameter,
	type ParameterContent
} from '../../src/lib/server/db/parameters';
import { company, TODAY, type Company } from './fixture';

const FIRST_DAY = localDate('2027-01-01');
const RATE: ParameterContent = {
	name: 'rate.reference',
	from: FIRST_DAY,
	to: localDate('2027-06-30'),
	value: 265,
	source: 'ECB key rates of 01/01/2027',
	confidence: 'high'
};
const ON_THE_WIRE = {
	parameter: RATE.name,
	from: RATE.from,
	to: RATE.to,
	value: 265,
	source: RATE.source,
	confidence: 'high'
};

async function proposed(office: Company, content: ParameterContent = RATE): Promise<string> {
	const entered = await proposeParameter(office.ctx, office.manager, content);
	if (!entered.ok) throw new Error(entered.error.code);
	return entered.value;
}

async function approved(office: Company, content: ParameterContent = RATE): Promise<string> {
	const id = await proposed(office, content);
	expect(await approveParameter(office.ctx, office.otherManager, id)).toEqual({ ok: true, value: null });
	return id;
}

async function referenceOn(office: Company, day = FIRST_DAY): Promise<number | string> {
	const { pack } = await readHouseRules(office.ctx.db, office.org);
	const value = parameter(pack, 'rate.reference', day);
	return value.ok ? value.value : value.error.code;
}

describe('a row of a dated parameter', () => {
	test('is in force once a second person approved it, not before', async () => {
		const office = await company(1);
		const id = await proposed(office);
		expect(await referenceOn(office)).toBe('parameter-not-known');
		await approveParameter(office.ctx, office.otherManager, id);
		expect(await referenceOn(office)).toBe(265);
		const [row] = (await listParameters(office.ctx.db, office.org)).rows;
		expect(row).toMatchObject({
			...RATE,
			enteredByName: 'Marc Gérant',
			approvedByName: 'Nora Gérante',
			refusedMs: null
		});
		expect(await office.rows('SELECT action, subject FROM audit WHERE org = :org ORDER BY id')).toEqual([
			{ action: 'parameter.entered', subject: id },
			{ action: 'parameter.approved', subject: id }
		]);
	});

	test('is never approved by the one who entered it: not by the program, not by the table', async () => {
		const office = await company(1);
		const id = await proposed(office);
		expect(await approveParameter(office.ctx, office.manager, id)).toMatchObject({
			ok: false,
			error: { code: 'parameter-same-person' }
		});
		const byHand = office.write(
			'UPDATE parameter_row SET approved_by = entered_by, approved_ms = 1, rev = 1 WHERE org = :org AND id = :id',
			{ id }
		);
		await expect(byHand).rejects.toThrow('same-person');
		expect(await referenceOn(office)).toBe('parameter-not-known');
	});

	test('is decided once, and never changes or goes away', async () => {
		const office = await company(1);
		const id = await approved(office);
		for (const decide of [approveParameter, refuseParameter])
			expect(await decide(office.ctx, office.otherManager, id)).toMatchObject({ error: { code: 'parameter-decided' } });
		const open = await proposed(office, { ...RATE, value: 300 });
		for (const sql of [
			`UPDATE parameter_row SET value = 1 WHERE org = :org AND id = '${open}'`,
			`UPDATE parameter_row SET refused_by = entered_by, refused_ms = 1 WHERE org = :org AND id = '${id}'`,
			'DELETE FROM parameter_row WHERE org = :org'
		])
			await expect(office.write(sql)).rejects.toThrow('append-only');
	});

	test('that was refused stays listed and without effect; its author may withdraw it', async () => {
		const office = await company(1);
		const id = await proposed(office);
		expect((await refuseParameter(office.ctx, office.manager, id)).ok).toBe(true);
		expect(await approveParameter(office.ctx, office.otherManager, id)).toMatchObject({
			error: { code: 'parameter-decided' }
		});
		expect(await referenceOn(office)).toBe('parameter-not-known');
		expect((await listParameters(office.ctx.db, office.org)).rows).toHaveLength(1);
	});

	test('wins over an earlier one for the same day when it was approved later', async () => {
		const office = await company(1);
		await approved(office);
		await approved(office, { ...RATE, value: 240 });
		expect(await referenceOn(office)).toBe(240);
	});

	test('needs a name, a source, a whole value and an order of days; and the right', async () => {
		const office = await company(1);
		const wrong = [
			{ ...RATE, name: 'rate.invented' },
			{ ...RATE, source: ' ' },
			{ ...RATE, value: 2.65 },
			{ ...RATE, value: -1 },
			{ ...RATE, to: TODAY }
		];
		for (const content of wrong)
			expect(await proposeParameter(office.ctx, office.manager, content)).toMatchObject({
				error: { code: 'parameter-invalid' }
			});
		const id = await proposed(office);
		expect(await proposeParameter(office.ctx, office.ana, RATE)).toMatchObject({ error: { code: 'role-not-allowed' } });
		expect(await approveParameter(office.ctx, office.ana, id)).toMatchObject({ error: { code: 'role-not-allowed' } });
	});

	test('of another organisation does not exist', async () => {
		const [mine, theirs] = [await company(1), await company(1)];
		const id = await proposed(theirs);
		expect(await approveParameter(mine.ctx, mine.otherManager, id)).toMatchObject({ error: { code: 'not-found' } });
		await approved(theirs);
		expect(await referenceOn(mine)).toBe('parameter-not-known');
		expect((await listParameters(mine.ctx.db, mine.org)).rows).toEqual([]);
	});
});

describe('the phones', () => {
	test('get approved rows with the first snapshot, then only when one was approved, in three round trips', async () => {
		const office = await company(1);
		await office.publish(office.ana, office.dossiers);
		const phone = await office.phone(office.ana);
		expect((await phone.sync()).pull?.parameters).toEqual([]);
		const id = await proposed(office);
		expect((await phone.sync()).pull?.parameters).toBeNull();
		await approveParameter(office.ctx, office.otherManager, id);
		office.trips();
		const answer = await phone.sync();
		expect(answer.pull).toMatchObject({ mode: 'delta', dossiers: [], parameters: [ON_THE_WIRE] });
		expect(office.trips()).toBeLessThanOrEqual(2);
		expect((await phone.sync()).pull?.parameters).toBeNull();
		const second = await office.phone(office.ana);
		expect((await second.sync()).pull?.parameters).toEqual([ON_THE_WIRE]);
	});

	test('get all rows again in the order of approval when one more is approved', async () => {
		const office = await company(1);
		await office.publish(office.ana, office.dossiers);
		const phone = await office.phone(office.ana);
		await approved(office);
		await phone.sync();
		await approved(office, { ...RATE, value: 240 });
		const { pull } = await phone.sync();
		expect(pull?.parameters?.map((row) => row.value)).toEqual([265, 240]);
	});

	test('know to which day the organisation is insured', async () => {
		const office = await company(1);
		await office.publish(office.ana, office.dossiers);
		const phone = await office.phone(office.ana);
		await office.write("UPDATE organisation SET insured_until = '2026-11-19' WHERE id = :org");
		expect((await phone.sync()).pull?.insuredUntil).toBe('2026-11-19');
		await office.write("UPDATE organisation SET insured_until = '' WHERE id = :org");
		expect((await phone.sync()).pull?.insuredUntil).toBeNull();
	});
});

test('a visit made after the insurance ended is kept and flagged', async () => {
	const office = await company(1);
	await office.write("UPDATE organisation SET insured_until = '2026-11-19' WHERE id = :org");
	await office.publish(office.ana, office.dossiers);
	const phone = await office.phone(office.ana);
	await phone.sync();
	const [dossier] = office.dossiers;
	if (!dossier) throw new Error('no dossier');
	await phone.visit(dossier);
	expect((await phone.sync()).outcomes).toMatchObject([{ outcome: 'flagged', codes: ['outside-gate'] }]);
});
