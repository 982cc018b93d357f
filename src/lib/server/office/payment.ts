// A payment that the office records: a transfer, a money order, a card on the telephone; with the next receipt of the office's own series.
import * as v from 'valibot';
import type { HouseRules } from '$lib/core/country/house-rules';
import type { Dossier } from '$lib/core/dossier';
import { deviceIdSchema, type ClaimId, type DeviceId, type DossierId, type OperationId } from '$lib/core/ids';
import { money } from '$lib/core/money';
import type { Body, MeansDetail, ReceiptRef } from '$lib/core/operation';
import { splitPayment, type PaymentSplit } from '$lib/core/payment-split';
import { formatReceiptNumber, issueReceipt, type ReceiptNumber } from '$lib/core/receipt-number';
import { encodeReceiptToken, receiptTokenBytes } from '$lib/core/receipt-token';
import { refusal, type Refusal } from '$lib/core/refusal';
import { err, ok, type Result } from '$lib/core/result';
import { parisDay, type LocalDate } from '$lib/core/time';
import { amountInWords } from '$lib/i18n/amount-words';
import type { SignedIn } from '../../../app';
import type { ServerContext } from '../context';
import { statement } from '../db/connection';
import { dossiersOf, selectDossiers } from '../db/dossiers';
import { houseRulesOf, selectRules } from '../db/house-rules';
import { readRow } from '../db/read-rows';
import { signer } from '../signature';
import { actInOffice } from './act';

export type OfficePayment = {
	/** Of the form that it was entered in: sent twice, it is recorded once. */
	readonly id: OperationId;
	readonly dossier: DossierId;
	readonly minor: number;
	readonly detail: MeansDetail;
	/** Who paid when it is not the debtor. */
	readonly payer: string | null;
	readonly directedTo: ClaimId | null;
	/** Day on which the money arrived; today or before. */
	readonly valueOn: LocalDate;
	/** The rest beyond what is owed is kept as a credit, on purpose. */
	readonly acceptCredit: boolean;
};

const ATTEMPTS = 5;
const NONCE_BYTES = 8;

/**
 * Records a payment. Numbers have no gap: one that another act took meanwhile was refused with its whole act, and the next is
 * tried. Answers the operation and the written receipt number, or why nothing was recorded.
 */
export async function recordOfficePayment(
	ctx: ServerContext,
	signedIn: SignedIn,
	input: OfficePayment
): Promise<Result<{ readonly operation: OperationId; readonly receipt: string }, Refusal>> {
	for (let attempt = 1; attempt <= ATTEMPTS; attempt += 1) {
		const moment = await readMoment(ctx, signedIn, input.dossier, input.id);
		if (!moment) return err(refusal('not-found'));
		if (moment.recorded) return ok({ operation: input.id, receipt: moment.recorded });
		const split = splitPayment(moment.dossier, input, moment.day, moment.rules.pack);
		if (split.credit > 0 && !input.acceptCredit)
			return err(refusal('payment-over-due', { due: input.minor - split.credit, balance: split.before }));
		const body = await bodyOf(ctx, signedIn, input, moment, split);
		const done = await actInOffice(ctx, signedIn, 'payment.recorded', input.dossier, body, input.id);
		const receipt = formatReceiptNumber(moment.receipt, moment.rules.pack.receipt);
		if (done.ok) return ok({ operation: done.value.id, receipt });
		if (done.error.code !== 'receipt-already-used') return done;
	}
	return err(refusal('server-busy', { seconds: 1 }));
}

/** How an amount would be split, to show before it is recorded; null for a dossier that is not there. */
export async function previewOfficePayment(
	ctx: ServerContext,
	signedIn: SignedIn,
	input: Pick<OfficePayment, 'dossier' | 'minor' | 'directedTo' | 'valueOn'>
): Promise<{ readonly dossier: Dossier; readonly split: PaymentSplit } | null> {
	const moment = await readMoment(ctx, signedIn, input.dossier);
	return (
		moment && { dossier: moment.dossier, split: splitPayment(moment.dossier, input, moment.day, moment.rules.pack) }
	);
}

type Moment = {
	readonly day: LocalDate;
	readonly dossier: Dossier;
	readonly rules: HouseRules;
	readonly device: DeviceId;
	/** The next one. */
	readonly receipt: ReceiptNumber;
	/** The written number under which this very form was recorded already; null when it was not. */
	readonly recorded: string | null;
};

const deviceRow = v.object({
	id: deviceIdSchema,
	series: v.string(),
	receipt_year: v.number(),
	receipt_number: v.number()
});

const recordedRow = v.object({ series: v.string(), year: v.number(), number: v.number() });

async function readMoment(
	ctx: ServerContext,
	{ organisation, user }: SignedIn,
	id: DossierId,
	form: OperationId | null = null
): Promise<Moment | null> {
	const org = organisation.id;
	const [dossiers, rules, devices, recorded] = await ctx.db.readBatch([
		selectDossiers(org, [id]),
		selectRules(org),
		statement(
			org,
			`SELECT d.id, d.series, d.receipt_year, d.receipt_number FROM meta m JOIN device d ON d.id = m.office_device
				WHERE m.org = :org`
		),
		statement(
			org,
			`SELECT p.series, p.year, p.number FROM payment p JOIN meta m ON m.org = p.org AND m.office_device = p.device
				WHERE p.org = :org AND p.operation = :form AND p.dossier = :id AND p.collector = :user`,
			{ form, id, user: user.id }
		)
	]);
	const [dossier] = dossiersOf(dossiers);
	const device = readRow(devices, deviceRow);
	if (!dossier || !device) return null;
	const day = parisDay(ctx.now());
	const series = { device: device.series, year: device.receipt_year, last: device.receipt_number };
	const { receipt } = issueReceipt(series, day);
	const houseRules = houseRulesOf(rules);
	const known = readRow(recorded, recordedRow);
	const written = known && { device: known.series, year: known.year, number: known.number };
	return {
		...{ day, dossier, rules: houseRules, device: device.id, receipt },
		recorded: written ? formatReceiptNumber(written, houseRules.pack.receipt) : null
	};
}

async function bodyOf(
	ctx: ServerContext,
	{ user }: SignedIn,
	input: OfficePayment,
	moment: Moment,
	split: PaymentSplit
): Promise<Body<'payment.recorded'>> {
	const { facts } = moment.dossier;
	const { minor, detail, payer, directedTo, valueOn } = input;
	return {
		round: null,
		receipt: await receiptRef(ctx, input, moment),
		...{ minor, currency: facts.currency, detail, payer, directedTo },
		...(valueOn < moment.day ? { valueOn } : {}),
		allocation: [...split.allocation],
		credit: split.credit,
		before: split.before,
		after: split.after,
		printed: {
			debtor: facts.debtor.name,
			creditor: facts.creditor.name,
			mandate: facts.mandate?.ref ?? '',
			letter: facts.letter,
			words: amountInWords(money(minor, facts.currency)),
			collector: user.name
		}
	};
}

/** The code behind the QR, signed by the office's key, so that anyone can check this receipt as any other. */
async function receiptRef(ctx: ServerContext, { minor }: OfficePayment, moment: Moment): Promise<ReceiptRef> {
	const { device: series, year, number } = moment.receipt;
	const signed = receiptTokenBytes({
		...{ device: moment.device, year, number, minor, day: moment.day },
		currency: moment.dossier.facts.currency,
		nonce: ctx.random(NONCE_BYTES)
	});
	const signature = await signer(ctx.env.serverKey.privateKey)(signed);
	return { series, year, number, token: encodeReceiptToken(signed, signature) };
}
