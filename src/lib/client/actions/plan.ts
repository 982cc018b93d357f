// A payment plan before it is signed: its table over the whole balance, and the text that the debtor reads.
import { regionOf } from '$lib/core/calendar';
import { PLAN_APUREMENT } from '$lib/core/country/fr/texts/plan-apurement';
import type { CountryPack } from '$lib/core/country/pack';
import { parameter } from '$lib/core/country/parameters';
import { balanceOf } from '$lib/core/balance';
import type { Dossier } from '$lib/core/dossier';
import type { DossierId } from '$lib/core/ids';
import { money } from '$lib/core/money';
import type { ProtocolText } from '$lib/core/operation';
import { buildProtocolText } from '$lib/core/protocol-text';
import { refusal, type Refusal } from '$lib/core/refusal';
import { err, ok, type Result } from '$lib/core/result';
import { buildSchedule, needsApproval, type Schedule } from '$lib/core/schedule';
import type { LocalDate } from '$lib/core/time';
import { amountInWords } from '$lib/i18n/amount-words';
import type { DeviceView } from '../state/view';
import { toWireText } from './wire-text';
import type { PlanInput } from './input';
import * as v from 'valibot';
import { protocolTextSchema } from '$lib/core/operation';

type Dossiers = ReadonlyMap<DossierId, Dossier>;

/** The table of a plan; refuses one that outlasts what the house grants without a manager, and instalments that are too small. */
export function proposeSchedule(
	dossiers: Dossiers,
	plan: PlanInput,
	day: LocalDate,
	pack: CountryPack
): Result<Schedule, Refusal> {
	const dossier = dossiers.get(plan.dossier);
	if (!dossier) return err(refusal('dossier-not-on-phone'));
	const minInstalment = parameter(pack, 'plan.min-instalment', day);
	if (!minInstalment.ok) return minInstalment;
	if (plan.firstDueOn < day) return err(refusal('protocol-dates', { day: plan.firstDueOn }));
	const postcode = dossier.facts.debtor.addresses[0]?.postcode;
	const request = {
		total: balanceOf(dossier, day, pack),
		down: plan.down > 0 ? { minor: plan.down, dueOn: day } : null,
		count: plan.count,
		firstDueOn: plan.firstDueOn,
		frequency: plan.frequency,
		anchorDay: null,
		roll: true,
		region: postcode ? regionOf(pack.calendar, postcode) : null,
		minInstalment: minInstalment.value
	};
	const schedule = buildSchedule(request, pack.calendar);
	if (!schedule.ok) return schedule;
	const long = needsApproval(schedule.value, day, pack);
	if (!long.ok) return long;
	return long.value ? err(refusal('plan-needs-approval')) : schedule;
}

/** The complete text of a plan, exactly as it will be sealed. */
export function protocolTextFor(
	device: DeviceView,
	dossiers: Dossiers,
	plan: PlanInput,
	day: LocalDate,
	pack: CountryPack
): Result<ProtocolText, Refusal> {
	const schedule = proposeSchedule(dossiers, plan, day, pack);
	if (!schedule.ok) return schedule;
	const dossier = dossiers.get(plan.dossier);
	if (!dossier) return err(refusal('dossier-not-on-phone'));
	const { name, address, siren } = device.organisation;
	const totalWords = amountInWords(money(schedule.value.total, dossier.facts.currency));
	const request = { dossier, day, agency: { name, address, siren }, schedule: schedule.value, totalWords };
	const text = buildProtocolText(request, PLAN_APUREMENT, pack);
	if (!text.ok) return text;
	// What is read on the screen is what is sealed: made wire text before it is shown, not after.
	const wire = v.safeParse(protocolTextSchema, toWireText(text.value));
	return wire.success ? ok(wire.output) : err(refusal('act-invalid', { at: v.getDotPath(wire.issues[0]) }));
}
