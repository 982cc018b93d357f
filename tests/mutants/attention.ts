// Bugs seeded in what needs attention: decisions, what phones owe, black boxes, other versions of the wire.
import type { Mutant } from './mutant';

const core = 'src/lib/core/';
const server = 'src/lib/server/';
const reviews = ['tests/server/reviews.test.ts', 'tests/unit/core/decide-review.test.ts'];
const debts = ['tests/server/phone-debts.test.ts'];
const boxes = ['tests/server/black-box.test.ts', 'tests/unit/core/black-box.test.ts'];

export const ATTENTION_MUTANTS: readonly Mutant[] = [
	{
		name: 'what was decided may be decided again',
		file: `${core}decide-review.ts`,
		find: "if (reviewed.isClosed) return 'review-closed';",
		replace: '',
		tests: reviews
	},
	{
		name: 'one decides about one’s own act',
		file: `${core}decide-review.ts`,
		find: "if (reviewed.author === act.actor) return 'review-same-person';",
		replace: '',
		tests: reviews
	},
	{
		name: 'what was set aside takes effect whatever is decided',
		file: `${server}sync/judge-review.ts`,
		find: "if (reviewed.outcome === 'quarantined' && decision === 'accepted') {",
		replace: "if (reviewed.outcome === 'quarantined') {",
		tests: reviews
	},
	{
		name: 'a payment that was accepted still counts as set aside',
		file: `${server}sync/judge-review.ts`,
		find: "if (late.kind === 'payment.recorded')",
		replace: "if (late.kind === 'visit.reported')",
		tests: reviews
	},
	{
		name: 'a question closes the review',
		file: `${server}sync/judge-review.ts`,
		find: "if (decision !== 'asked')",
		replace: 'if (note)',
		tests: reviews
	},
	{
		name: 'a decision reaches every phone of the organisation',
		file: `${server}db/decisions.ts`,
		find: 'AND c.author = :user AND c.rev > :base',
		replace: 'AND :user IS NOT NULL AND c.rev > :base',
		tests: reviews
	},
	{
		name: 'a phone is sent what it did not say that it reads',
		file: `${server}sync/changes.ts`,
		find: "reads.includes('decisions') ? base : null",
		replace: 'base',
		tests: reviews
	},
	{
		name: 'a head is believed from whoever sends what he caught',
		file: `${server}sync/receive.ts`,
		find: 'told: isOwner || admission.next.length > 0 ?',
		replace: 'told: admission.head.seq >= 0 ?',
		tests: debts
	},
	{
		name: 'what a phone owes is owed since it was told last',
		file: `${server}sync/write.ts`,
		find: 'iif(:told > seq, COALESCE(owing_ms, :now), NULL)',
		replace: 'iif(:told > seq, :now, NULL)',
		tests: debts
	},
	{
		name: 'a phone that owes is cut off without a word',
		file: `${server}people/users.ts`,
		find: "if (!isConfirmed && (await debtsOf(ctx.db, org, { device })).length > 0) return err(refusal('phone-owes'));",
		replace: '',
		tests: debts
	},
	{
		name: 'another version of the wire is read as if it were this one',
		file: `${server}sync/receive.ts`,
		find: 'if (version) return err(version);',
		replace: '',
		tests: ['tests/server/wire-versions.test.ts']
	},
	{
		name: 'a black box of another organisation is let in',
		file: `${server}office/import-black-box.ts`,
		find: "if (places.some(({ header }) => header.org !== org || header.device !== device)) return err(refusal('not-found'));",
		replace: '',
		tests: boxes
	},
	{
		name: 'the header of a black box is not bound to its seal',
		file: 'src/lib/office/black-box/open.ts',
		find: "if (!parsed.success || parsed.output.operations.length !== header.count) return err(refusal('black-box-damaged'));",
		replace: "if (!parsed.success) return err(refusal('black-box-wrong-key'));",
		tests: boxes
	},
	{
		name: 'a recovery code is not checked for slips of the pen',
		file: `${core}recovery-code.ts`,
		find: 'check !== value % CHECK_PRIME',
		replace: 'check === null',
		tests: boxes
	}
];
