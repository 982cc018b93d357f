// One payment in full; its reversal is asked by one person and approved by another.
import { fail } from '@sveltejs/kit';
import * as v from 'valibot';
import { chequeReturnedSchema } from '$lib/core/cash-bodies';
import { FRANCE } from '$lib/core/country/fr/pack';
import { operationIdSchema } from '$lib/core/ids';
import { paymentRecordedSchema, reversalRequestedSchema } from '$lib/core/operation';
import { formatReceiptNumber } from '$lib/core/receipt-number';
import { decodeReceiptToken } from '$lib/core/receipt-token';
import { mayAct } from '$lib/core/role';
import { attachmentsOf } from '$lib/server/db/blobs';
import { parisDay } from '$lib/core/time';
import { paymentInFull, type PaymentFile } from '$lib/server/db/receipts';
import { statusOf } from '$lib/server/http/problem';
import { actInOffice } from '$lib/server/office/act';
import { verifier } from '$lib/server/signature';
import { notFound, officeOf, type OfficeRequest } from '../../../office-guard.server';
import type { Actions, PageServerLoad } from './$types';

export const load: PageServerLoad = async (event) => {
	const office = await officeOf(event, 'receipts');
	const file = await fileOf(office, event.params.operation);
	const { payment } = file;
	const body = v.safeParse(paymentRecordedSchema, payment.body);
	const request = file.steps.find((step) => step.id === payment.request) ?? null;
	const isOther = payment.collectorId !== office.user && request?.actor !== office.user;
	const files = await attachmentsOf(office.ctx.db, office.org, [payment.operation]);
	return {
		...file,
		files: files.get(payment.operation) ?? [],
		body: body.success ? body.output : null,
		number: formatReceiptNumber({ device: payment.series, year: payment.year, number: payment.number }, FRANCE.receipt),
		token: body.success ? await tokenState(file, body.output.receipt.token) : 'unreadable',
		steps: file.steps.map((step) => ({ ...step, reason: reasonOf(step.body) })),
		returned:
			payment.returnReason && payment.returnedOn ? { reason: payment.returnReason, on: payment.returnedOn } : null,
		mayReturn: mayReturn(payment) && mayAct(office.who.role, 'cheque.returned'),
		today: parisDay(office.ctx.now()),
		mayRequest: payment.status === 'recorded' && mayAct(office.who.role, 'payment.reversal-requested'),
		mayApprove: payment.status === 'reversal-requested' && mayAct(office.who.role, 'payment.reversed') && isOther,
		isSamePerson: payment.status === 'reversal-requested' && !isOther
	};
};

export const actions: Actions = {
	request: async (event) => {
		const office = await officeOf(event, 'receipts');
		const { payment } = await fileOf(office, event.params.operation);
		const reason = await readReason(event.request);
		if (reason === null) return fail(422, { code: 'reason-missing' });
		const outcome = await actInOffice(office.ctx, office.who, 'payment.reversal-requested', payment.dossier, {
			payment: payment.operation,
			reason
		});
		return outcome.ok
			? { done: 'requested' as const }
			: fail(statusOf(outcome.error.code), { code: outcome.error.code });
	},
	returned: async (event) => {
		const office = await officeOf(event, 'receipts');
		const { payment } = await fileOf(office, event.params.operation);
		const form = Object.fromEntries(await event.request.formData());
		const note = typeof form['note'] === 'string' ? form['note'].normalize().trim() : '';
		const body = v.safeParse(chequeReturnedSchema, {
			...{ payment: payment.operation, reason: form['reason'], on: form['on'] },
			note: note === '' ? null : note
		});
		if (!body.success) return fail(422, { code: 'malformed' });
		const outcome = await actInOffice(office.ctx, office.who, 'cheque.returned', payment.dossier, body.output);
		return outcome.ok
			? { done: 'returned' as const }
			: fail(statusOf(outcome.error.code), { code: outcome.error.code });
	},
	approve: async (event) => {
		const office = await officeOf(event, 'receipts');
		const { payment } = await fileOf(office, event.params.operation);
		const reason = await readReason(event.request);
		if (reason === null) return fail(422, { code: 'reason-missing' });
		if (payment.request === null) return fail(422, { code: 'reversal-request-unknown' });
		const outcome = await actInOffice(office.ctx, office.who, 'payment.reversed', payment.dossier, {
			payment: payment.operation,
			request: payment.request,
			reason
		});
		return outcome.ok
			? { done: 'reversed' as const }
			: fail(statusOf(outcome.error.code), { code: outcome.error.code });
	}
};

const mayReturn = ({ means, status }: PaymentFile['payment']): boolean =>
	means === 'cheque' && (status === 'recorded' || status === 'reversal-requested');

async function fileOf({ ctx, org }: OfficeRequest, text: string): Promise<PaymentFile> {
	const id = v.safeParse(operationIdSchema, text);
	const file = id.success ? await paymentInFull(ctx.db, org, id.output) : null;
	return file ?? notFound();
}

async function readReason(request: Request): Promise<string | null> {
	const text = (await request.formData()).get('reason');
	const reason = v.safeParse(
		reversalRequestedSchema.entries.reason,
		typeof text === 'string' ? text.normalize().trim() : ''
	);
	return reason.success ? reason.output : null;
}

function reasonOf(body: unknown): string {
	const parsed = v.safeParse(v.object({ reason: v.string() }), body);
	return parsed.success ? parsed.output.reason : '';
}

/** Whether the code on the receipt is the device's own and says the same as the payment. */
async function tokenState(
	{ payment }: PaymentFile,
	token: string
): Promise<'genuine' | 'differs' | 'forged' | 'unreadable'> {
	const decoded = decodeReceiptToken(token);
	if (!decoded) return 'unreadable';
	const { claim, signed, signature } = decoded;
	if (!(await verifier()(payment.publicKey, signed, signature))) return 'forged';
	const same =
		claim.device === payment.device &&
		claim.year === payment.year &&
		claim.number === payment.number &&
		claim.minor === payment.minor &&
		claim.currency === payment.currency;
	return same ? 'genuine' : 'differs';
}
