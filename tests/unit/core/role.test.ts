// Every cell of the table of roles, written out a second time by hand, so that a slip of the pen is seen.
import { expect, it } from 'vitest';
import { BODY_SCHEMAS, isKnownKind, OPERATION_KINDS, type OperationKind } from '../../../src/lib/core/operation';
import { appOfRole, mayAct, mayOpen, OFFICE_RIGHTS, ROLES, type OfficeRight } from '../../../src/lib/core/role';

//                       collector manager cashier legal admin
const ACTS: Readonly<Record<OperationKind, string>> = {
	'round.published': '     no      yes     no      no    yes',
	'round.started': '       yes     no      no      no    no',
	'round.closed': '        yes     yes     no      no    no',
	'visit.reported': '      yes     no      no      no    no',
	'payment.recorded': '    yes     yes     yes     no    no',
	'promise.made': '        yes     yes     no      yes   no',
	'protocol.signed': '     yes     no      no      no    no',
	'protocol.proposed': '   yes     no      no      no    no',
	'protocol.approved': '   no      yes     no      no    yes',
	'protocol.declined': '   no      yes     no      no    yes',
	'protocol.refused': '    yes     no      no      no    no',
	'protocol.withdrawn': '  yes     yes     no      yes   yes',
	'protocol.terminated': ' no      yes     no      no    yes',
	'situation.reported': '  yes     yes     no      yes   no',
	'dispute.reported': '    yes     yes     no      yes   no',
	'alert.lifted': '        no      yes     no      yes   no',
	'payment.reversal-requested': 'yes yes yes yes yes',
	'payment.reversed': '    no      yes     no      no    yes',
	'cheque.returned': '     no      yes     yes     yes   no',
	'cash.handed-over': '    no      yes     yes     no    no',
	'cash.deposited': '      yes     yes     yes     no    no',
	'cash.deposit-confirmed': 'no    yes     yes     no    yes',
	'review.decided': '      no      yes     no      no    yes'
};

const RIGHTS: Readonly<Record<OfficeRight, string>> = {
	board: '     no yes yes yes yes',
	portfolio: ' no yes no  yes yes',
	import: '    no yes no  no  yes',
	rounds: '    no yes no  no  yes',
	receipts: '  no yes yes yes yes',
	protocols: ' no yes no  yes yes',
	cash: '      no yes yes no  yes',
	users: '     no no  no  no  yes',
	parameters: 'no yes no  no  yes',
	settings: '  no no  no  no  yes',
	audit: '     no no  no  no  yes'
};

const row = (text: string) =>
	text
		.trim()
		.split(/\s+/)
		.map((cell) => cell === 'yes');

it.each(OPERATION_KINDS)('each role may or may not author %s as the table says', (kind) => {
	expect(ROLES.map((role) => mayAct(role, kind))).toEqual(row(ACTS[kind]));
});

it.each(OFFICE_RIGHTS)('each role may or may not open %s as the table says', (right) => {
	expect(ROLES.map((role) => mayOpen(role, right))).toEqual(row(RIGHTS[right]));
});

it('only collectors carry the phone', () => {
	expect(ROLES.map(appOfRole)).toEqual(['field', 'office', 'office', 'office', 'office']);
});

it('every kind has a schema, and a name that only objects inherit is no kind', () => {
	expect([...OPERATION_KINDS].sort()).toEqual(Object.keys(BODY_SCHEMAS).sort());
	expect(isKnownKind('payment.recorded')).toBe(true);
	expect(isKnownKind('toString')).toBe(false);
});
