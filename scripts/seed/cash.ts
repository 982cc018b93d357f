// What the collectors of the demo did with their cash: handed over after each round but the last, once twenty euros short.
import type { Act } from '$lib/core/operation';
import type { OperationId } from '$lib/core/ids';
import { sumMinor } from '$lib/core/money';
import { statement, type Statement } from '$lib/server/db/connection';
import { ORG, type Collector } from './company';
import type { History } from './history';

/** The gap that nobody has explained yet, in cents. */
export const GAP = 2_000;
const GAP_OF = 'T03';

/** Cash movements after each closed round; the same rows again change nothing. */
export function handOvers(collector: Collector, history: History, returned: OperationId | null): readonly Statement[] {
	const closed = history.acts.filter((act) => act.kind === 'round.closed');
	const handed = closed.slice(0, -1).flatMap((close) => {
		const minor = cashOfRound(history.acts, close.body.round, returned);
		return minor > 0 ? [{ close, minor }] : [];
	});
	const short = handed.findLast(({ minor }) => minor > GAP);
	return handed.flatMap((hand) => {
		const gap = collector.series === GAP_OF && hand === short ? GAP : 0;
		const line = (number: number, kind: 'handed-over' | 'variance', minor: number) =>
			movement(collector, hand.close, number, kind, -minor);
		return [line(1, 'handed-over', hand.minor - gap), ...(gap > 0 ? [line(2, 'variance', gap)] : [])];
	});
}

function cashOfRound(acts: readonly Act[], round: string, returned: OperationId | null): number {
	return sumMinor(
		acts.map((act) => {
			const isCash = act.kind === 'payment.recorded' && act.body.detail.means === 'cash';
			return isCash && act.body.round === round && act.id !== returned ? act.body.minor : 0;
		})
	);
}

const movement = (collector: Collector, close: Act, line: number, kind: string, minor: number): Statement =>
	statement(
		ORG,
		`INSERT OR IGNORE INTO cash_movement (operation, line, org, holder, kind, minor, currency, day)
			VALUES (:operation, :line, :org, :holder, :kind, :minor, 'EUR', :day)`,
		{ operation: close.id, line, holder: collector.id, kind, minor, day: close.day }
	);
