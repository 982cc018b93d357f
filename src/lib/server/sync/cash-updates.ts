// What a judged push changes of cheques, hand-overs and deposits that were there before.
import type { OrganisationId } from '$lib/core/ids';
import { assertNever } from '$lib/core/result';
import { statement, type Statement } from '../db/connection';
import type { Judgement } from './judge';
import type { ChequeChange } from './judge-cash';

/** The statements, in the order of the acts. */
export function cashUpdates(
	org: OrganisationId,
	{ cheques, deposits, handOversDeposited }: Pick<Judgement, 'cheques' | 'deposits' | 'handOversDeposited'>
): readonly Statement[] {
	return [
		...cheques.map((change) => chequeUpdate(org, change)),
		...handOversDeposited.map(({ handOver, deposit }) =>
			statement(org, 'UPDATE cash_hand_over SET deposit = :deposit WHERE org = :org AND operation = :handOver', {
				handOver,
				deposit
			})
		),
		...deposits.map(({ operation, by, who, credited, on, reason }) =>
			statement(
				org,
				`UPDATE cash_deposit SET confirmed = :by, confirmed_by = :who, credited_minor = :credited, credited_on = :on,
					reason = :reason WHERE org = :org AND operation = :operation`,
				{ operation, by, who, credited, on, reason }
			)
		)
	];
}

function chequeUpdate(org: OrganisationId, change: ChequeChange): Statement {
	const { operation } = change;
	switch (change.what) {
		case 'moved':
			return statement(
				org,
				'UPDATE cheque SET holder = :holder, hand_over = :by WHERE org = :org AND operation = :operation',
				{ operation, holder: change.holder, by: change.by }
			);
		case 'deposited':
			return statement(
				org,
				`UPDATE cheque SET status = 'deposited', holder = NULL, deposit = :by WHERE org = :org AND operation = :operation`,
				{ operation, by: change.by }
			);
		case 'given-back':
			// One that is with the bank already stays there: what the bank does with it is its own story.
			return statement(
				org,
				`UPDATE cheque SET status = 'given-back', holder = NULL
					WHERE org = :org AND operation = :operation AND status = 'held'`,
				{ operation }
			);
		case 'returned':
			return statement(
				org,
				`UPDATE cheque SET status = 'returned', holder = NULL, returned = :by, reason = :reason, returned_on = :on
					WHERE org = :org AND operation = :operation`,
				{ operation, by: change.by, reason: change.reason, on: change.on }
			);
		default:
			return assertNever(change);
	}
}
