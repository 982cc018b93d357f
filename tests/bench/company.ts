// A company of its own for a benchmark: people who can sign in, dossiers around Tours and Orléans, rounds of these days.
import * as v from 'valibot';
import { EMPTY_STATE, type Dossier, type DossierFacts } from '$lib/core/dossier';
import * as ids from '$lib/core/ids';
import { addDays, parisDay, instant, type LocalDate } from '$lib/core/time';
import { hashPassword } from '$lib/server/auth/password';
import { assembled, connect, statement, type Database, type Statement } from '$lib/server/db/connection';
import { chanceOf, type Chance } from '../../scripts/seed/chance';
import { FIRMS, FIRST_NAMES, LAST_NAMES, STREETS, TOWNS } from '../../scripts/seed/names';

export const PASSWORD = 'quatre mots assez longs';
/** Rounds of this many days from yesterday on share the dossiers: all of them are in the collector's scope. */
const ROUND_DAYS = 4;

export type Company = {
	readonly org: ids.OrganisationId;
	readonly collector: Person;
	readonly manager: Person;
	readonly officeDevice: ids.DeviceId;
	readonly today: LocalDate;
	readonly dossiers: readonly Dossier[];
	readonly rounds: readonly { readonly id: ids.RoundId; readonly day: LocalDate }[];
	readonly bornMs: number;
};
type Person = {
	readonly id: ids.UserId;
	readonly email: string;
	readonly role: 'collector' | 'manager';
	readonly name: string;
};

/** Draws a company; the same name gives the same debtors, but ids of its own each time. */
export function drawCompany(name: string, dossiers: number): Company {
	const dice = chanceOf(`bench ${name}`);
	const bornMs = Date.now();
	const today = parisDay(instant(bornMs));
	const id = <const Schema extends v.GenericSchema>(schema: Schema): v.InferOutput<Schema> =>
		v.parse(schema, ids.uuidV7(bornMs, random));
	const person = (role: Person['role'], called: string): Person => {
		const user = id(ids.userIdSchema);
		return { id: user, email: `${role}-${user}@example.com`, role, name: called };
	};
	const creditor = id(ids.creditorIdSchema);
	return {
		org: id(ids.organisationIdSchema),
		collector: person('collector', 'Ana Petit'),
		manager: person('manager', 'Marc Lebrun'),
		officeDevice: id(ids.deviceIdSchema),
		today,
		dossiers: Array.from({ length: dossiers }, (_, index) => ({
			id: id(ids.dossierIdSchema),
			rev: 1,
			facts: drawFacts(dice, index, today, creditor, () => ids.uuidV7(bornMs, random)),
			state: EMPTY_STATE
		})),
		rounds: Array.from({ length: ROUND_DAYS }, (_, index) => ({
			id: id(ids.roundIdSchema),
			day: addDays(today, index - 1)
		})),
		bornMs
	};
}

export const random = (length: number): Uint8Array<ArrayBuffer> => crypto.getRandomValues(new Uint8Array(length));

function drawFacts(
	dice: Chance,
	index: number,
	today: LocalDate,
	creditor: ids.CreditorId,
	uuid: () => string
): DossierFacts {
	const isFirm = dice.flag(0.4);
	const owner = `${dice.pick(FIRST_NAMES)} ${dice.pick(LAST_NAMES)}`;
	const { city, postcode, lat, lon } = dice.pick(TOWNS[dice.flag(0.6) ? 'tours' : 'orleans']);
	const around = (centre: number) => Math.round((centre + (dice.next() - 0.5) * 0.02) * 1e6);
	return {
		ref: `BEN-${String(index + 1).padStart(4, '0')}`,
		phase: 'amicable',
		currency: 'EUR',
		debtor: {
			id: v.parse(ids.debtorIdSchema, uuid()),
			kind: isFirm ? 'professional' : 'consumer',
			name: isFirm ? dice.pick(FIRMS)[0](dice.pick(LAST_NAMES)) : owner,
			siren: isFirm ? `000${String(index).padStart(5, '0')}0` : null,
			addresses: [
				{
					lines: [`${dice.int(1, 140)} ${dice.pick(STREETS)}`],
					postcode,
					city,
					country: 'FR',
					position: { latE6: around(lat), lonE6: around(lon) }
				}
			],
			phones: [`+3363998${String(1000 + index).padStart(4, '0')}`],
			email: dice.flag(0.6) ? `debiteur.${index + 1}@example.com` : null
		},
		parties: isFirm
			? [{ id: v.parse(ids.partyIdSchema, uuid()), role: 'representative', name: owner, phone: null }]
			: [],
		creditor: {
			id: creditor,
			name: 'Énergie du Val',
			address: '4 avenue du Danemark, 37100 TOURS',
			kind: 'mandated',
			person: 'other'
		},
		mandate: { ref: 'MD-001', signedOn: addDays(today, -400) },
		letter: { ref: `LR-${4000 + index}`, sentOn: addDays(today, -100) },
		noticeOn: addDays(today, -97),
		alerts: [],
		claims: Array.from({ length: dice.int(1, 3) }, (_, no) => {
			const dueOn = addDays(today, -dice.int(180, 220) - 31 * no);
			return {
				id: v.parse(ids.claimIdSchema, uuid()),
				ref: `EV-${dueOn.slice(0, 4)}-${String(index + 1).padStart(4, '0')}-${no + 1}`,
				label: isFirm ? 'Fourniture d’énergie, local professionnel' : 'Fourniture d’énergie',
				kind: isFirm ? 'business' : 'consumer-goods-services',
				issuedOn: addDays(dueOn, -30),
				dueOn,
				principal: dice.int(90_000, 320_000),
				interest: 0,
				penalty: 0,
				indemnity: isFirm ? 4_000 : 0,
				contractRateBp: null,
				penalClauseBp: null,
				countedOn: null
			};
		})
	};
}

/** Stores a company in a database, in one write; the password of its people is `PASSWORD`. */
export async function writeCompany(url: string, company: Company): Promise<Database> {
	const db = connect({ LIBSQL_URL: url });
	const hash = await hashPassword(PASSWORD);
	if (!hash.ok) throw new Error(hash.error.code);
	await db.writeBatch([
		...people(company, hash.value),
		...portfolio(company),
		...claims(company),
		...rounds(company),
		statement(company.org, 'INSERT INTO meta (org, rev, office_device) VALUES (:org, 1, :device)', {
			device: company.officeDevice
		})
	]);
	return db;
}

export type Cell = string | number | null;

/** All rows of a table as one JSON parameter; `org` is added to each. */
export function insertRows(
	org: ids.OrganisationId,
	table: string,
	columns: readonly string[],
	rows: readonly (readonly Cell[])[]
): Statement {
	const values = columns.map((_, index) => `value->>${index}`);
	return assembled(
		org,
		`INSERT INTO ${table} (org, ${columns.join(', ')}) SELECT :org, ${values.join(', ')} FROM json_each(:rows)`,
		{ rows: JSON.stringify(rows) }
	);
}

function people({ org, collector, manager, officeDevice, bornMs }: Company, hash: string): readonly Statement[] {
	return [
		statement(
			org,
			`INSERT INTO organisation (id, name, siren, address, phone, email, insurer, insurance_policy, insured_until,
				funds_iban, declared_on, currency, time_zone, created_ms)
				VALUES (:org, 'Banc d’essai', '000000018', '1 rue Haute, 37000 TOURS', '+33261910010', 'banc@example.com', 'Assureur',
				'P1', '2099-12-31', 'FR7630006000011234567890189', '2020-01-01', 'EUR', 'Europe/Paris', :bornMs)`,
			{ bornMs }
		),
		insertRows(
			org,
			'user',
			['id', 'email', 'name', 'role', 'password_hash', 'created_ms'],
			[collector, manager].map(({ id, email, name, role }) => [id, email, name, role, hash, bornMs])
		),
		insertRows(
			org,
			'device',
			['id', 'kind', 'name', 'public_key', 'series', 'created_ms'],
			[[officeDevice, 'office', 'Bureau', '{"x":"","y":""}', 'T00', bornMs]]
		)
	];
}

function portfolio({ org, dossiers, bornMs }: Company): readonly Statement[] {
	const creditor = dossiers[0]?.facts.creditor;
	if (!creditor) return [];
	const mandate = ids.uuidV7(bornMs, random);
	const signedOn = dossiers[0]?.facts.mandate?.signedOn ?? null;
	return [
		insertRows(
			org,
			'creditor',
			['id', 'ref', 'name', 'address', 'created_ms'],
			[[creditor.id, 'ENE', creditor.name, creditor.address, bornMs]]
		),
		insertRows(
			org,
			'mandate',
			['id', 'creditor', 'ref', 'signed_on', 'created_ms'],
			[[mandate, creditor.id, 'MD-001', signedOn, bornMs]]
		),
		insertRows(
			org,
			'debtor',
			['id', 'ref', 'kind', 'name', 'siren', 'email', 'phones', 'addresses', 'created_ms'],
			dossiers.map(({ facts: { ref, debtor } }) => [
				...[debtor.id, ref, debtor.kind, debtor.name, debtor.siren, debtor.email],
				...[JSON.stringify(debtor.phones), JSON.stringify(debtor.addresses), bornMs]
			])
		),
		insertRows(
			org,
			'dossier',
			[
				...[
					'id',
					'ref',
					'creditor',
					'debtor',
					'mandate',
					'phase',
					'currency',
					'letter_ref',
					'letter_sent_on',
					'notice_on'
				],
				...['state', 'balance_minor', 'rev', 'created_ms']
			],
			dossiers.map(({ id, facts, state }) => [
				...[id, facts.ref, facts.creditor.id, facts.debtor.id, mandate, facts.phase, facts.currency],
				...[facts.letter?.ref ?? null, facts.letter?.sentOn ?? null, facts.noticeOn, JSON.stringify(state)],
				...[facts.claims.reduce((sum, claim) => sum + claim.principal + claim.indemnity, 0), 1, bornMs]
			])
		)
	];
}

function claims({ org, dossiers, bornMs }: Company): readonly Statement[] {
	return [
		insertRows(
			org,
			'claim',
			[
				...['id', 'dossier', 'creditor', 'ref', 'label', 'kind', 'issued_on', 'due_on', 'principal_minor'],
				...['indemnity_minor', 'currency', 'created_ms']
			],
			dossiers.flatMap(({ id, facts }) =>
				facts.claims.map((claim) => [
					...[claim.id, id, facts.creditor.id, claim.ref, claim.label, claim.kind, claim.issuedOn, claim.dueOn],
					...[claim.principal, claim.indemnity, facts.currency, bornMs]
				])
			)
		),
		insertRows(
			org,
			'dossier_party',
			['id', 'dossier', 'role', 'name', 'phone'],
			dossiers.flatMap(({ id, facts }) =>
				facts.parties.map((party) => [party.id, id, party.role, party.name, party.phone])
			)
		)
	];
}

function rounds({ org, collector, dossiers, rounds: days }: Company): readonly Statement[] {
	return [
		insertRows(
			org,
			'round',
			['id', 'collector', 'day', 'status', 'target_minor', 'currency', 'rev'],
			days.map(({ id, day }) => [id, collector.id, day, 'published', 150_000, 'EUR', 1])
		),
		insertRows(
			org,
			'stop',
			['round', 'position', 'dossier'],
			dossiers.map(({ id }, index) => [days[index % days.length]?.id ?? '', index, id])
		),
		insertRows(
			org,
			'assignment',
			['dossier', 'user', 'from_ms'],
			dossiers.map(({ id }) => [id, collector.id, 0])
		)
	];
}
