// Agreements for the office: the list of a period with where each one stands, promises, and one agreement as it was sealed.
import * as v from 'valibot';
import type { HouseRules } from '$lib/core/country/house-rules';
import {
	deviceIdSchema,
	dossierIdSchema,
	operationIdSchema,
	userIdSchema,
	type OperationId,
	type OrganisationId,
	type UserId
} from '$lib/core/ids';
import {
	currencySchema,
	dateSchema,
	integerSchema,
	PROTOCOL_DOCUMENTS,
	protocolSignedSchema,
	type ProtocolDocument
} from '$lib/core/operation';
import {
	protocolLife,
	type AsOf,
	type LifeSource,
	type ProtocolLife,
	type ProtocolState
} from '$lib/core/protocol-life';
import type { LocalDate } from '$lib/core/time';
import { statement, type Database, type Statement } from './connection';
import { houseRulesOf, selectRules } from './house-rules';
import { jsonColumn, readRow, readRows } from './read-rows';

const rowSchema = v.object({
	operation: operationIdSchema,
	dossier: dossierIdSchema,
	dossierRef: v.string(),
	debtor: v.string(),
	collectorId: userIdSchema,
	collector: v.string(),
	day: dateSchema,
	atMs: integerSchema,
	document: v.picklist(PROTOCOL_DOCUMENTS),
	total: integerSchema,
	waived: integerSchema,
	down: integerSchema,
	instalments: integerSchema,
	currency: currencySchema,
	replaces: v.nullable(operationIdSchema),
	status: v.picklist(['active', 'replaced', 'withdrawn', 'terminated'])
});

/** The state is only ever written by the judge: what follows from it is computed, not read through its whole schema again. */
const judgedState = v.custom<LifeSource['state']>(
	(value) => typeof value === 'object' && value !== null && 'payments' in value && 'protocols' in value
);
const sourceColumns = {
	debtorKind: v.picklist(['consumer', 'professional']),
	state: jsonColumn(judgedState)
};
const listedSchema = v.object({ ...rowSchema.entries, ...sourceColumns });
export type ProtocolRow = v.InferOutput<typeof rowSchema> & {
	/** Where it stands; null while a term of the house is not known. */
	readonly life: ProtocolState | null;
	/** Left to pay, in minor units. */
	readonly left: number | null;
};

const SELECT = `p.operation, p.dossier, d.ref AS dossierRef, b.name AS debtor, p.collector AS collectorId,
	COALESCE(u.name, '') AS collector, p.day, p.at_ms AS atMs, p.document, p.total_minor AS total, p.waived_minor AS waived,
	p.down_minor AS down, p.instalments, p.currency, p.replaces, p.status, b.kind AS debtorKind,
	json_object('payments', json_extract(d.state, '$.payments'), 'protocols', json_extract(d.state, '$.protocols')) AS state`;
const FROM = `protocol p JOIN dossier d ON d.id = p.dossier JOIN debtor b ON b.id = d.debtor
	LEFT JOIN user u ON u.id = p.collector`;
const LIST_SIZE = 500;

export type ProtocolFilter = {
	readonly from: LocalDate;
	readonly until: LocalDate;
	readonly collector: UserId | null;
	readonly document?: ProtocolDocument | null;
	readonly state?: ProtocolState | null;
};

/** Agreements signed in a period, newest first, with where they stand at an instant; at most 500. */
export async function listProtocols(
	db: Database,
	org: OrganisationId,
	{ from, until, collector, document = null, state = null }: ProtocolFilter,
	asOf: AsOf
): Promise<readonly ProtocolRow[]> {
	const [rules, rows] = await db.readBatch([
		selectRules(org),
		statement(
			org,
			`SELECT ${SELECT} FROM ${FROM} WHERE p.org = :org AND p.day BETWEEN :from AND :until
				AND p.collector = COALESCE(:collector, p.collector) AND p.document = COALESCE(:document, p.document)
				ORDER BY p.at_ms DESC LIMIT ${LIST_SIZE}`,
			{ from, until, collector, document }
		)
	]);
	const listed = readRows(rows, listedSchema).map((row) => withLife(row, asOf, houseRulesOf(rules)));
	return state === null ? listed : listed.filter(({ life }) => life === state);
}

function withLife(
	{ debtorKind, state, ...row }: v.InferOutput<typeof listedSchema>,
	asOf: AsOf,
	rules: HouseRules
): ProtocolRow {
	const life = lifeOf({ debtorKind, state }, row.operation, asOf, rules);
	return { ...row, life: life?.state ?? null, left: life?.verdict.allocation.planLeft ?? null };
}

function lifeOf(
	{ debtorKind, state }: Pick<v.InferOutput<typeof listedSchema>, 'debtorKind' | 'state'>,
	id: OperationId,
	asOf: AsOf,
	{ pack }: HouseRules
): ProtocolLife | null {
	const entry = state.protocols.find((protocol) => protocol.id === id);
	const life = entry && protocolLife({ facts: { debtor: { kind: debtorKind } }, state }, entry, asOf, pack);
	return life?.ok ? life.value : null;
}

const promiseSchema = v.object({
	operation: operationIdSchema,
	dossier: dossierIdSchema,
	dossierRef: v.string(),
	debtor: v.string(),
	collector: v.string(),
	madeOn: dateSchema,
	dueOn: dateSchema,
	minor: integerSchema,
	currency: currencySchema,
	status: v.picklist(['open', 'kept', 'replaced'])
});
export type PromiseRow = v.InferOutput<typeof promiseSchema>;

/** Promises that fall due in a period, the earliest first; at most 500. */
export async function listPromises(
	db: Database,
	org: OrganisationId,
	period: { readonly from: LocalDate; readonly until: LocalDate; readonly collector: UserId | null }
): Promise<readonly PromiseRow[]> {
	const [rows] = await db.readBatch([
		statement(
			org,
			`SELECT p.operation, p.dossier, d.ref AS dossierRef, b.name AS debtor, COALESCE(u.name, '') AS collector,
				p.made_on AS madeOn, p.due_on AS dueOn, p.minor, p.currency, p.status
			FROM promise p JOIN dossier d ON d.id = p.dossier JOIN debtor b ON b.id = d.debtor
				LEFT JOIN user u ON u.id = p.collector
			WHERE p.org = :org AND p.due_on BETWEEN :from AND :until AND p.collector = COALESCE(:collector, p.collector)
			ORDER BY p.due_on, d.ref LIMIT ${LIST_SIZE}`,
			period
		)
	]);
	return readRows(rows, promiseSchema);
}

const sealedSchema = v.object({
	...rowSchema.entries,
	...sourceColumns,
	device: deviceIdSchema,
	deviceName: v.string(),
	series: v.string(),
	deviceRevokedMs: v.nullable(integerSchema),
	seq: integerSchema,
	hash: v.string(),
	sig: v.string(),
	bodyHash: v.string(),
	outcome: v.picklist(['applied', 'flagged', 'quarantined']),
	codes: jsonColumn(v.array(v.string())),
	receivedMs: integerSchema,
	/** What was sealed; null once it was lawfully erased. */
	body: v.nullable(jsonColumn(protocolSignedSchema))
});
export type SealedRow = Omit<v.InferOutput<typeof sealedSchema>, 'state' | 'debtorKind'> & {
	readonly life: ProtocolLife | null;
	/** Until when a consumer may go back on it; null where there is no such time. */
	readonly reflectionUntil: number | null;
	/** Every agreement of the dossier, newest first, this one included. */
	readonly versions: readonly Pick<ProtocolRow, 'operation' | 'day' | 'document' | 'total' | 'currency' | 'life'>[];
};

/** One agreement as it was sealed; null when the organisation has none of this id. */
export async function sealedProtocol(
	db: Database,
	org: OrganisationId,
	id: OperationId,
	asOf: AsOf
): Promise<SealedRow | null> {
	const [rules, rows, versions] = await db.readBatch([
		selectRules(org),
		selectSealed(org, id),
		selectVersions(org, id)
	]);
	const row = readRow(rows, sealedSchema);
	if (!row) return null;
	const { state, debtorKind, ...sealed } = row;
	const house = houseRulesOf(rules);
	return {
		...sealed,
		life: lifeOf({ state, debtorKind }, id, asOf, house),
		reflectionUntil: state.protocols.find((entry) => entry.id === id)?.reflectionUntil ?? null,
		versions: readRows(versions, listedSchema).map((version) => withLife(version, asOf, house))
	};
}

const selectSealed = (org: OrganisationId, id: OperationId): Statement =>
	statement(
		org,
		`SELECT ${SELECT}, v.id AS device, v.name AS deviceName, v.series, v.revoked_ms AS deviceRevokedMs, o.seq, o.hash, o.sig,
			o.body_hash AS bodyHash, o.outcome, o.codes, o.received_ms AS receivedMs, y.body
		FROM ${FROM} JOIN operation o ON o.id = p.operation JOIN device v ON v.id = o.device
			LEFT JOIN operation_body y ON y.operation = o.id
		WHERE p.org = :org AND p.operation = :id`,
		{ id }
	);

const selectVersions = (org: OrganisationId, id: OperationId): Statement =>
	statement(
		org,
		`SELECT ${SELECT} FROM ${FROM} WHERE p.org = :org
			AND p.dossier = (SELECT dossier FROM protocol WHERE org = :org AND operation = :id) ORDER BY p.at_ms DESC`,
		{ id }
	);
