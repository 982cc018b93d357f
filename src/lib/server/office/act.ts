// An act of the office: built and signed with the server's key on the organisation's own chain, judged and stored like any other.
import { eq } from 'drizzle-orm';
import * as v from 'valibot';
import { actOf } from '$lib/core/act';
import { buildOperation, type Unsigned } from '$lib/core/chain';
import { decide, preventing } from '$lib/core/decide';
import {
	deviceIdSchema,
	operationIdSchema,
	uuidV7,
	type DeviceId,
	type DossierId,
	type OperationId,
	type OrganisationId
} from '$lib/core/ids';
import type { Act, Body, OperationKind } from '$lib/core/operation';
import { refusal, type Refusal } from '$lib/core/refusal';
import { err, ok, type Result } from '$lib/core/result';
import { mayAct } from '$lib/core/role';
import { parisDay, parisOffsetMinutes } from '$lib/core/time';
import { OUTCOME_KINDS, type OperationOutcome } from '$lib/core/wire';
import type { SignedIn } from '../../../app';
import type { ServerContext } from '../context';
import { abortOf, acrossOrganisations, type Database } from '../db/connection';
import { jsonColumn, readRow } from '../db/read-rows';
import { meta } from '../db/tables';
import { keepServerKey } from '../keys';
import { sha256, signer } from '../signature';
import { admit } from '../sync/admit';
import { arrivalOf, wantedByActs } from '../sync/arrival';
import { judge } from '../sync/judge';
import { readForJudging, type Reading } from '../sync/reading';
import { guardEpoch, nextRevision, pushStatements } from '../sync/write';

const ATTEMPTS = 5;
const revisionRow = v.object({ rev: v.number() });

/**
 * Acts for a user of the office. Answers the outcome, or why nothing was stored: `role-not-allowed`, `malformed` for a body
 * that is not of its kind, the code of an anomaly that prevents the act, a code of quarantine (`dossier-missing`,
 * `round-unknown`, `collector-unknown`, `round-closed`), or `server-busy`. A form may bring the id of its act: sent twice, it is
 * answered twice and stored once (I3).
 */
export async function actInOffice<Kind extends OperationKind>(
	ctx: ServerContext,
	signedIn: SignedIn,
	kind: Kind,
	dossier: DossierId | null,
	body: Body<Kind>,
	formId: OperationId | null = null
): Promise<Result<OperationOutcome, Refusal>> {
	if (!mayAct(signedIn.role, kind)) return err(refusal('role-not-allowed', { kind, role: signedIn.role }));
	const org = signedIn.organisation.id;
	const device = await officeDevice(ctx.db, org);
	if (!device) return err(refusal('not-found'));
	const now = ctx.now();
	const id = formId ?? v.parse(operationIdSchema, uuidV7(now, ctx.random));
	const at = { ms: now, utcOffset: parisOffsetMinutes(now), day: parisDay(now), skew: null };
	const draft = { id, org, actor: signedIn.user.id, device, kind, dossier, at, body, place: null, blobs: [] };
	const act = actOf({ header: draft, body });
	if (!act.ok) return err(refusal('malformed', { kind }));
	for (let attempt = 1; attempt <= ATTEMPTS; attempt += 1) {
		const outcome = await tryAct(ctx, draft, act.value, formId !== null);
		if (outcome !== 'stale') return outcome;
	}
	return err(refusal('server-busy', { seconds: 1 }));
}

/** The chain that the office's acts go on; null for an organisation that is not there. */
async function officeDevice({ ask }: Database, org: OrganisationId): Promise<DeviceId | null> {
	const [row] = await ask((orm) => orm.select({ device: meta.officeDevice }).from(meta).where(eq(meta.org, org)));
	return row ? v.parse(deviceIdSchema, row.device) : null;
}

const storedRow = v.object({
	same: v.number(),
	seq: v.number(),
	outcome: v.picklist(OUTCOME_KINDS),
	codes: jsonColumn(v.array(v.string()))
});

/** What became of the same act of the same user, where it was stored before; an id that stands for anything else is `malformed`. */
async function storedAct(db: Database, draft: Draft): Promise<Result<OperationOutcome, Refusal> | null> {
	const { id, org, actor, device, kind, dossier } = draft;
	const [found] = await db.readBatch([
		acrossOrganisations(
			'ids of operations are unique across organisations; only "malformed" is told',
			`SELECT seq, outcome, codes, org = :org AND actor = :actor AND device = :device AND kind = :kind AND dossier IS :dossier AS same
				FROM operation WHERE id = :id`,
			{ id, org, actor, device, kind, dossier }
		)
	]);
	const row = readRow(found, storedRow);
	if (!row) return null;
	const { seq, outcome, codes } = row;
	return row.same === 1 ? ok({ id, seq, outcome, codes, rev: null }) : err(refusal('malformed', { kind }));
}

type Draft = Omit<Unsigned, 'head' | 'base'>;

async function tryAct(
	ctx: ServerContext,
	draft: Draft,
	act: Act,
	isOfForm: boolean
): Promise<Result<OperationOutcome, Refusal> | 'stale'> {
	const { org, device, actor, id } = draft;
	const { reading } = await readForJudging(ctx.db, { org, device, actor }, wantedByActs([act]));
	if (!reading) return err(refusal('not-found'));
	// After the reading: what is stored from here on moves the head, and this write is stale.
	const stored = isOfForm ? await storedAct(ctx.db, draft) : null;
	if (stored) return stored;
	const stopped = stopOf(act, reading);
	if (stopped) return err(stopped);
	const unsigned = { ...draft, head: reading.device.head, base: { epoch: reading.epoch, rev: reading.rev } };
	const { serverKey } = ctx.env;
	const ports = { sha256, sign: signer(serverKey.privateKey), random: ctx.random };
	const arrival = arrivalOf(await buildOperation(unsigned, ports));
	const admission = admit([{ arrival, standing: 'ok' }], reading, true);
	const now = ctx.now();
	const judgement = judge(admission, reading, { now, random: ctx.random });
	const [outcome] = judgement.outcomes;
	if (!outcome) throw new Error(`an office act without an outcome: ${id}`);
	if (outcome.outcome === 'quarantined') return err(refusal(outcome.codes[0] ?? 'malformed'));
	try {
		const results = await ctx.db.writeBatch([
			guardEpoch(org, reading.epoch),
			nextRevision(org),
			...pushStatements({ reading, admission, judgement, now }),
			keepServerKey(serverKey, now)
		]);
		return ok({ ...outcome, rev: readRow(results[1], revisionRow)?.rev ?? null });
	} catch (failure) {
		if (abortOf(failure)?.startsWith('stale-')) return 'stale';
		throw failure;
	}
}

/** The anomaly that stops the act before it happens, as on a phone. */
function stopOf(act: Act, reading: Reading): Refusal | null {
	const dossier = act.dossier === null ? null : (reading.dossiers.get(act.dossier) ?? null);
	if (act.dossier !== null && !dossier) return refusal('not-found');
	const { author, device, rules } = reading;
	const standing = { role: author.role, series: device.series, lastReceipt: device.receipt.number, ...rules };
	const anomaly = preventing(decide(dossier, act, standing));
	if (!anomaly) return null;
	return anomaly.data ? refusal(anomaly.code, anomaly.data) : refusal(anomaly.code);
}
