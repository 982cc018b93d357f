// What the edge does every night, in workerd: the platform calls `scheduled`, and positions that were kept long enough are gone.
import { expect, inject, test } from 'vitest';
import { at, onRound } from '../server/fixture';

const DAY_MS = 86_400_000;
const place = { latE6: 47_390_000, lonE6: 690_000, accuracyM: 12, ageS: 3 };

test('the nightly call erases positions of three months ago, and no others', async () => {
	const { c, phone } = await onRound(1, inject('libsqlUrl'));
	const visits = [await phone.visit(at(c.dossiers), 'absent', { place })];
	c.wait(-90 * DAY_MS);
	await phone.sync();
	// Whatever day it is where the test runs: the second one is received tomorrow.
	c.wait(Date.now() + DAY_MS - c.ctx.now());
	visits.push(await phone.visit(at(c.dossiers), 'absent', { place }));
	await phone.sync();
	const answer = await fetch(new URL('/cdn-cgi/handler/scheduled', inject('origin')));
	expect(await answer.text()).toBe('ok');
	const left = await c.rows('SELECT operation FROM operation_place WHERE org = :org');
	expect(left).toEqual([{ operation: visits[1]?.header.id }]);
	expect(await c.count('SELECT COUNT(*) FROM erasure WHERE org = :org')).toBe(1);
});
