// Laws that are queries: each finds what must not be.
import { Violation } from './model';
import type { World } from './world';

export type SqlLaw = { readonly law: string; readonly what: string; readonly sql: string };

/** Makes the question whether laws hold, all at once; it throws on the first that does not, with what broke it. */
export function sqlLaws(laws: readonly SqlLaw[]): (world: World) => void {
	const cases = laws.map(({ sql }, index) => `WHEN EXISTS (${sql}) THEN ${index}`).join('\n');
	const firstBroken = `SELECT CASE ${cases} END AS broken`;
	return ({ company: { db } }) => {
		const [{ broken } = { broken: null }] = db.rows(firstBroken);
		const law = typeof broken === 'number' ? laws[broken] : undefined;
		if (law) throw new Violation(law.law, `${law.what}: ${JSON.stringify(db.rows(law.sql)[0])}`);
	};
}

/** Checks the server only after something was committed: what held before, holds. */
export function afterCommits(check: (world: World) => void): (world: World) => void {
	const checkedAt = new WeakMap<World, number>();
	return (world) => {
		const { commits } = world.company.db;
		if (checkedAt.get(world) === commits) return;
		checkedAt.set(world, commits);
		check(world);
	};
}
