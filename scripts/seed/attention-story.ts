// What waits for a decision in the demo: a payment whose printed balance was old, and one on a dossier that the collector did not have.
import * as v from 'valibot';
import { balanceOf } from '$lib/core/balance';
import { FRANCE } from '$lib/core/country/fr/pack';
import { judgeCashOn } from '$lib/core/dossier-cash';
import type { Dossier } from '$lib/core/dossier';
import { gateOf } from '$lib/core/dossier-gate';
import { operationIdSchema } from '$lib/core/ids';
import type { Act } from '$lib/core/operation';
import { dateParts, instant, type Instant, type LocalDate } from '$lib/core/time';
import type { Operation } from '$lib/core/wire';
import type { ServerContext } from '$lib/server/context';
import { statement } from '$lib/server/db/connection';
import { dossiersOf, selectDossiers } from '$lib/server/db/dossiers';
import { chainEnd, sync } from './chain';
import { chanceOf, type Chance } from './chance';
import { COLLECTORS, ORG, type Collector } from './company';
import { signedInAs } from './office';
import { receiptToken, signAct, type PhoneKey } from './phone';
import { placeNear } from './place';
import type { SeededDossier } from './portfolio';
import { paymentBody } from './stop-story';

const AUTHOR = 'T04';
const COLLEAGUE = 'T02';
const AMOUNTS = [4_000, 3_000] as const;
/** How much more the debtor owed when the collector's phone last heard of it. */
const OLD_BALANCE = 1_500;

/** Lets one collector send both payments, once; nothing when anything was ever put before a person. */
export async function needAttention(
	ctx: ServerContext,
	dossiers: readonly SeededDossier[],
	keys: ReadonlyMap<string, PhoneKey>,
	today: LocalDate
): Promise<void> {
	const collector = COLLECTORS.find(({ series }) => series === AUTHOR);
	const key = keys.get(AUTHOR);
	const [reviews] = await ctx.db.readBatch([statement(ORG, 'SELECT 1 FROM review WHERE org = :org LIMIT 1')]);
	if (!collector || !key || (reviews?.rows.length ?? 0) > 0) return;
	const signedIn = signedInAs(collector);
	const { head, receipt } = await chainEnd(ctx, collector);
	const answer = await sync(ctx, { collector, signedIn, head, ops: [], epoch: 1 });
	if (!answer.ok || !answer.value.pull || answer.value.push !== 'ok') return;
	const { pull, epoch } = answer.value;
	const own = pull.dossiers.find((dossier) => paysCash(dossier, today));
	const other = await dossierOfColleague(ctx, dossiers, today);
	if (!own || !other) return;
	const story = { ctx, collector, key, dice: chanceOf(`attention ${today}`), today };
	const base = { epoch, rev: pull.cursor.rev };
	const first = nextNumber(receipt, today);
	const ops: Operation[] = [];
	let last = head;
	for (const [index, dossier] of [own, other].entries()) {
		const at = instant(ctx.now() - (2 - index) * 90_000);
		const act = await payment(story, dossier, { minor: AMOUNTS[index] ?? 0, number: first + index, at });
		const chain = { org: ORG, device: collector.device, head: last, sign: key.sign };
		const operation = await signAct({ act, base, place: placeNear(dossier, act.id) }, chain, ctx.random);
		ops.push(operation);
		last = { seq: operation.header.seq, hash: operation.hash };
	}
	const sent = await sync(ctx, { collector, signedIn, head: last, ops, epoch });
	if (!sent.ok) throw new Error(`the demo's payments were refused: ${sent.error.code}`);
}

type Story = {
	readonly ctx: ServerContext;
	readonly collector: Collector;
	readonly key: PhoneKey;
	readonly dice: Chance;
	readonly today: LocalDate;
};

/** A payment in cash; on the collector's own dossier the balance that was printed is an old one. */
async function payment(
	{ ctx, collector, key, dice, today: day }: Story,
	dossier: Dossier,
	{ minor, number, at }: { readonly minor: number; readonly number: number; readonly at: Instant }
): Promise<Act> {
	const { device, series, name, id: actor } = collector;
	const year = dateParts(day).year;
	const token = await receiptToken({ device, year, number, minor, day }, key.sign, ctx.random);
	const receipt = { series, year, number, token };
	const body = paymentBody({ round: null, name, day, receipt, detail: { means: 'cash' } }, dossier, minor);
	const late = minor === AMOUNTS[0] ? OLD_BALANCE : 0;
	const printed = { ...body, before: body.before + late, after: body.after + late };
	const id = v.parse(operationIdSchema, dice.uuid(at));
	return { kind: 'payment.recorded', id, actor, device, dossier: dossier.id, day, at, body: printed };
}

const nextNumber = (last: { readonly year: number; readonly number: number }, day: LocalDate): number =>
	dateParts(day).year > last.year ? 1 : last.number + 1;

/** More is owed than is paid here, cash may be taken, and no rule stands in the way. */
function paysCash(dossier: Dossier, day: LocalDate): boolean {
	const balance = balanceOf(dossier, day, FRANCE);
	const cash = judgeCashOn(dossier, AMOUNTS[0], FRANCE, day);
	const noon = instant(Date.parse(`${day}T11:00:00Z`));
	const isClear = gateOf(dossier, 'collect-cash', noon, FRANCE).reasons.every(({ code }) =>
		/^(?:rest|outside)-/.test(code)
	);
	return balance > 2 * AMOUNTS[0] && cash.ok && cash.value.allowed && isClear && dossier.state.protocols.length === 0;
}

async function dossierOfColleague(
	{ db }: ServerContext,
	dossiers: readonly SeededDossier[],
	today: LocalDate
): Promise<Dossier | undefined> {
	const colleague = COLLECTORS.find(({ series }) => series === COLLEAGUE);
	const ids = dossiers.filter(({ assignee }) => assignee === colleague?.id).map(({ id }) => id);
	const [found] = await db.readBatch([selectDossiers(ORG, ids)]);
	return dossiersOf(found).find((dossier) => paysCash(dossier, today));
}
