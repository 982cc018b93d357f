// One dossier: everything the office knows of it, the facts it may edit, and who has it.
import { fail } from '@sveltejs/kit';
import * as v from 'valibot';
import { balanceOf, claimStatement } from '$lib/core/balance';
import { ALERTS, PHASES } from '$lib/core/dossier';
import { gateOf, limitationOfClaim } from '$lib/core/dossier-gate';
import { dossierIdSchema, mandateIdSchema, userIdSchema } from '$lib/core/ids';
import { dateSchema, textSchema } from '$lib/core/operation';
import { promiseStatus } from '$lib/core/promise';
import { alertLiftedSchema } from '$lib/core/report-bodies';
import { mayAct, mayOpen } from '$lib/core/role';
import { standingAlerts } from '$lib/core/standing-alert';
import { parisDay } from '$lib/core/time';
import { dossierFile, editDossier } from '$lib/server/db/dossier-file';
import { choicesOf } from '$lib/server/db/people';
import { assignDossiers } from '$lib/server/db/portfolio';
import { statusOf } from '$lib/server/http/problem';
import { actInOffice } from '$lib/server/office/act';
import { notFound, officeOf } from '../../../office-guard.server';
import { untickedDebts } from '../../../owed-guard.server';
import type { Actions, PageServerLoad } from './$types';

export const load: PageServerLoad = async (event) => {
	const { ctx, org, who } = await officeOf(event, 'portfolio');
	const id = v.safeParse(dossierIdSchema, event.params.id);
	if (!id.success) return notFound();
	const [file, choices] = await Promise.all([dossierFile(ctx.db, org, id.output), choicesOf(ctx.db, org)]);
	if (!file) return notFound();
	const { rules, ...known } = file;
	const { dossier } = file;
	const { pack } = rules;
	const today = parisDay(ctx.now());
	return {
		...known,
		today,
		collectors: choices.collectors,
		balance: balanceOf(dossier, today, pack),
		claims: dossier.facts.claims.map((claim) => {
			const limitation = limitationOfClaim(dossier, claim, today, pack);
			const statement = claimStatement(dossier, claim, today, pack);
			return { claim, statement, limitation: limitation.ok ? limitation.value : null };
		}),
		gate: gateOf(dossier, 'visit', ctx.now(), pack, rules.insuredUntil),
		alerts: standingAlerts(dossier, pack.gates).map((standing) => ({
			...standing,
			reporter: file.events.find(({ id: event }) => event === standing.since?.id)?.actor ?? null
		})),
		mayLift: mayAct(who.role, 'alert.lifted'),
		promises: dossier.state.promises.map((promise) => ({
			...promise,
			status: promiseStatus(promise, dossier.state, today)
		})),
		mayRecord: mayAct(who.role, 'payment.recorded'),
		mayAssign: mayOpen(who.role, 'rounds')
	};
};

const blankAsNull = (value: FormDataEntryValue | null) =>
	typeof value === 'string' && value.trim() !== '' ? value.trim() : null;
const editSchema = v.object({
	rev: v.pipe(v.string(), v.regex(/^\d+$/), v.transform(Number)),
	ref: v.nullable(textSchema(60, 1)),
	sentOn: v.nullable(dateSchema),
	noticeOn: v.nullable(dateSchema),
	mandate: v.nullable(mandateIdSchema),
	phase: v.picklist(PHASES),
	alerts: v.array(v.picklist(ALERTS))
});

export const actions: Actions = {
	lift: async (event) => {
		const { ctx, who } = await officeOf(event, 'portfolio');
		const id = v.safeParse(dossierIdSchema, event.params.id);
		if (!id.success) return notFound();
		const form = await event.request.formData();
		const alert = v.safeParse(alertLiftedSchema.entries.alert, form.get('alert'));
		if (!alert.success) return fail(422, { lift: { code: 'malformed', alert: null } });
		const reason = v.safeParse(alertLiftedSchema.entries.reason, blankAsNull(form.get('reason'))?.normalize());
		if (!reason.success) return fail(422, { lift: { code: 'reason-missing', alert: alert.output } });
		const body = { alert: alert.output, reason: reason.output };
		const outcome = await actInOffice(ctx, who, 'alert.lifted', id.output, body);
		if (outcome.ok) return { lift: { code: null, alert: alert.output } };
		return fail(statusOf(outcome.error.code), { lift: { code: outcome.error.code, alert: alert.output } });
	},
	edit: async (event) => {
		const { ctx, org, user } = await officeOf(event, 'portfolio');
		const id = v.safeParse(dossierIdSchema, event.params.id);
		if (!id.success) return notFound();
		const form = await event.request.formData();
		const edit = v.safeParse(editSchema, {
			rev: form.get('rev'),
			ref: blankAsNull(form.get('ref'))?.normalize() ?? null,
			sentOn: blankAsNull(form.get('sentOn')),
			noticeOn: blankAsNull(form.get('noticeOn')),
			mandate: blankAsNull(form.get('mandate')),
			phase: form.get('phase'),
			alerts: form.getAll('alert')
		});
		if (!edit.success) return fail(422, { code: 'edit-invalid' });
		const { ref, sentOn, noticeOn, mandate, phase, alerts, rev } = edit.output;
		const now = ctx.now();
		const today = parisDay(now);
		if ((ref === null) !== (sentOn === null)) return fail(422, { code: 'letter-incomplete' });
		if ((sentOn ?? today) > today || (noticeOn ?? today) > today) return fail(422, { code: 'date-in-future' });
		const letter = ref !== null && sentOn !== null ? { ref, sentOn } : null;
		const by = { rev, actor: user, now };
		const outcome = await editDossier(ctx.db, org, id.output, { letter, noticeOn, mandate, phase, alerts }, by);
		return outcome === 'saved' ? { saved: true } : fail(409, { code: 'stale' });
	},
	assign: async (event) => {
		const office = await officeOf(event, 'rounds');
		const { ctx, org, user } = office;
		const id = v.safeParse(dossierIdSchema, event.params.id);
		const form = await event.request.formData();
		const collector = v.safeParse(v.nullable(userIdSchema), blankAsNull(form.get('collector')));
		if (!id.success || !collector.success) return notFound();
		const debts = await untickedDebts(office, form, { dossiers: [id.output] });
		if (debts.length > 0) return fail(409, { code: 'phone-owes', debts });
		await assignDossiers(ctx.db, org, collector.output, { ids: [id.output], actor: user, now: ctx.now() });
		return { saved: true };
	}
};
