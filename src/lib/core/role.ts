// Who may do what: one table of operation kind × role. The phone shows what it allows, the server quarantines what it forbids.
import type { OperationKind } from './operation';

export const ROLES = ['collector', 'manager', 'cashier', 'legal', 'admin'] as const;
export type Role = (typeof ROLES)[number];

/** What a user of the office may open or change outside of operations. */
export const OFFICE_RIGHTS = [
	'board',
	'portfolio',
	'import',
	'rounds',
	'receipts',
	'protocols',
	'cash',
	'users',
	'parameters',
	'settings',
	'audit'
] as const;
export type OfficeRight = (typeof OFFICE_RIGHTS)[number];

const ALLOWED: Readonly<Record<OperationKind, readonly Role[]>> = {
	'round.published': ['manager', 'admin'],
	'round.started': ['collector'],
	'round.closed': ['collector', 'manager'],
	'visit.reported': ['collector'],
	'payment.recorded': ['collector', 'manager', 'cashier'],
	'promise.made': ['collector', 'manager', 'legal'],
	'protocol.signed': ['collector'],
	'protocol.proposed': ['collector'],
	'protocol.approved': ['manager', 'admin'],
	'protocol.declined': ['manager', 'admin'],
	'protocol.refused': ['collector'],
	'protocol.withdrawn': ['collector', 'manager', 'legal', 'admin'],
	'protocol.terminated': ['manager', 'admin'],
	'situation.reported': ['collector', 'manager', 'legal'],
	'dispute.reported': ['collector', 'manager', 'legal'],
	'alert.lifted': ['manager', 'legal'],
	'payment.reversal-requested': ['collector', 'manager', 'cashier', 'legal', 'admin'],
	'payment.reversed': ['manager', 'admin'],
	'cheque.returned': ['manager', 'cashier', 'legal'],
	'cash.handed-over': ['manager', 'cashier'],
	'cash.deposited': ['collector', 'manager', 'cashier'],
	'cash.deposit-confirmed': ['manager', 'cashier', 'admin'],
	'review.decided': ['manager', 'admin']
};

const RIGHTS: Readonly<Record<OfficeRight, readonly Role[]>> = {
	board: ['manager', 'cashier', 'legal', 'admin'],
	portfolio: ['manager', 'legal', 'admin'],
	import: ['manager', 'admin'],
	rounds: ['manager', 'admin'],
	receipts: ['manager', 'cashier', 'legal', 'admin'],
	protocols: ['manager', 'legal', 'admin'],
	cash: ['manager', 'cashier', 'admin'],
	users: ['admin'],
	parameters: ['manager', 'admin'],
	settings: ['admin'],
	audit: ['admin']
};

/** Says whether a role may author an operation of this kind. */
export const mayAct = (role: Role, kind: OperationKind): boolean => ALLOWED[kind].includes(role);

/** Says whether a role may open this part of the office. */
export const mayOpen = (role: Role, right: OfficeRight): boolean => RIGHTS[right].includes(role);

/** The app a role signs in to: collectors carry the phone, the others work in the office. */
export const appOfRole = (role: Role): 'field' | 'office' => (role === 'collector' ? 'field' : 'office');
