// Laws that are queries: each finds what must not be. All are asked at once, and again only after something was committed.
import { Violation } from './model';
import type { World } from './world';

export type SqlLaw = { readonly law: string; readonly what: string; readonly sql: string };

/** Makes the question whether laws hold; it throws on the first that does not, with what broke it. */
export function sqlLaws(laws: readonly SqlLaw[]): (world: World) => void {
	const cases = laws.map(({ sql }, index) => `WHEN EXISTS (${sql}) THEN ${index}`).join('\n');
	const firstBroken = `SELECT CASE ${cases} END AS broken`;
	/** Nothing was committed since: what held holds. */
	const askedAt = new WeakMap<World, number>();
	return (world) => {
		const { db } = world.company;
		if (askedAt.get(world) === db.commits) return;
		askedAt.set(world, db.commits);
		const [{ broken } = { broken: null }] = db.rows(firstBroken);
		if (typeof broken !== 'number') return;
		const [found] = db.rows(laws[broken]?.sql ?? '');
		throw new Violation(laws[broken]?.law ?? '', `${laws[broken]?.what ?? ''}: ${JSON.stringify(found)}`);
	};
}
