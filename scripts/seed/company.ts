// The demo company: who works there, whom it collects for. Reserved numbers, example.com mail and a test IBAN only.
import * as v from 'valibot';
import {
	creditorIdSchema,
	deviceIdSchema,
	mandateIdSchema,
	organisationIdSchema,
	userIdSchema,
	type CreditorId,
	type DeviceId,
	type MandateId,
	type UserId
} from '$lib/core/ids';
import type { LimitationKind } from '$lib/core/country/pack';
import { appOfRole, type Role } from '$lib/core/role';
import { chanceOf } from './chance';

const FOUNDED = Date.UTC(2026, 0, 5);
const dice = chanceOf('company');
const uuid = (offset: number) => dice.uuid(FOUNDED + offset);

export const ORG = v.parse(organisationIdSchema, uuid(0));
export const OFFICE_DEVICE = v.parse(deviceIdSchema, uuid(1));

export const ORGANISATION = {
	name: 'Val de Loire Recouvrement (démo)',
	siren: '000000018',
	address: '12 quai de la Loire, 37000 TOURS',
	phone: '+33261910010',
	email: 'contact@example.com',
	insurer: 'Assurances Ligériennes (démo)',
	insurancePolicy: 'RC-DEMO-0001',
	fundsIban: 'FR7630006000011234567890189'
} as const;

export type Person = {
	readonly id: UserId;
	readonly name: string;
	readonly email: string;
	readonly role: Role;
	readonly cardNumber: string;
	readonly phone: string;
};
export type Collector = Person & {
	readonly zone: 'tours' | 'orleans';
	readonly device: DeviceId;
	readonly series: string;
	/** Silent since yesterday: had a round, sent nothing today. */
	readonly silent: boolean;
};

function person(index: number, name: string, role: Role): Person {
	const email = `${name
		.normalize('NFD')
		.replace(/\p{Mn}/gu, '')
		.toLowerCase()
		.replace(' ', '.')}@example.com`;
	return {
		id: v.parse(userIdSchema, uuid(10 + index)),
		name,
		email,
		role,
		cardNumber: appOfRole(role) === 'field' ? `VLR-${String(100 + index)}` : '',
		phone: `+3363998${String(index).padStart(4, '0')}`
	};
}

const collector = (index: number, name: string, zone: Collector['zone'], silent = false): Collector => ({
	...person(index, name, 'collector'),
	zone,
	device: v.parse(deviceIdSchema, uuid(40 + index)),
	series: `T${String(index).padStart(2, '0')}`,
	silent
});

/** The first one's phone is left to whoever tries the demo. */
export const COLLECTORS: readonly Collector[] = [
	collector(1, 'Inès Carpentier', 'tours'),
	collector(2, 'Malik Bensaïd', 'tours'),
	collector(3, 'Chloé Rouvière', 'tours'),
	collector(4, 'Thomas Delaunay', 'orleans'),
	collector(5, 'Awa Keïta', 'orleans', true)
];

const [planner, approver, cashier, legal, admin] = [
	person(6, 'Hélène Marchand', 'manager'),
	person(7, 'Julien Fabre', 'manager'),
	person(8, 'Nadia Ferrand', 'cashier'),
	person(9, 'Olivier Garnier', 'legal'),
	person(10, 'Sophie Aubert', 'admin')
];

export const OFFICE = { planner, approver, cashier, legal, admin } as const;
export const PEOPLE: readonly Person[] = [...COLLECTORS, planner, approver, cashier, legal, admin];

export type Creditor = {
	readonly id: CreditorId;
	readonly mandate: MandateId;
	readonly ref: string;
	readonly name: string;
	readonly address: string;
	readonly mandateRef: string;
	/** Days before the demo began. */
	readonly signedDaysBefore: number;
	/** Prefix of its invoices. */
	readonly invoice: string;
	/** What its claims are for, by kind of debtor; no label where it has no such debtors. */
	readonly claims: Readonly<
		Record<'consumer' | 'professional', { readonly label: string; readonly kind: LimitationKind } | null>
	>;
};

const creditor = (index: number, rest: Omit<Creditor, 'id' | 'mandate'>): Creditor => ({
	id: v.parse(creditorIdSchema, uuid(60 + index)),
	mandate: v.parse(mandateIdSchema, uuid(70 + index)),
	...rest
});

export const CREDITORS: readonly Creditor[] = [
	creditor(1, {
		ref: 'ENE',
		name: 'Énergie du Val (démo)',
		address: '4 avenue du Danemark, 37100 TOURS',
		mandateRef: 'MD-001',
		signedDaysBefore: 400,
		invoice: 'EV',
		claims: {
			consumer: { label: 'Fourniture d’énergie', kind: 'consumer-goods-services' },
			professional: { label: 'Fourniture d’énergie, local professionnel', kind: 'business' }
		}
	}),
	creditor(2, {
		ref: 'MAT',
		name: 'Matériaux Ligériens (démo)',
		address: '27 rue des Entrepôts, 45140 INGRE',
		mandateRef: 'MD-002',
		signedDaysBefore: 340,
		invoice: 'ML',
		claims: { consumer: null, professional: { label: 'Livraison de matériaux', kind: 'business' } }
	}),
	creditor(3, {
		ref: 'RES',
		name: 'Résidences du Cher (démo)',
		address: '8 place de la Tranchée, 37100 TOURS',
		mandateRef: 'MD-003',
		signedDaysBefore: 310,
		invoice: 'RC',
		claims: { consumer: { label: 'Loyer et charges', kind: 'home-rent' }, professional: null }
	})
];
