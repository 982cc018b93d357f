// Builds the text that a debtor reads and signs: parties, statement, table and clauses, complete and canonical.
import type { CountryPack } from './country/pack';
import { parameter, type ParameterName } from './country/parameters';
import { openOfClaim } from './balance';
import type { Dossier } from './dossier';
import { formatAmount } from './format-amount';
import { formatDate } from './format-date';
import { money, sumMinor } from './money';
import type { ProtocolDocument, ProtocolText } from './operation';
import { refusal, type Refusal } from './refusal';
import { err, ok, type Result } from './result';
import type { Schedule } from './schedule';
import type { LocalDate } from './time';

/** What must be true of a dossier or a plan for a clause to be part of the text. */
export type ClauseCondition =
	('consumer' | 'professional' | 'mandated' | 'own' | 'letter' | 'down') | ('replaces' | 'instalments' | 'immediate');

/** A clause of a template, part of the text when all its conditions hold; an empty list means always. */
export type Clause = { readonly when: readonly ClauseCondition[]; readonly title: string; readonly text: string };

/** A versioned template in the language of the country; `{name}` stands for a field of the plan. */
export type PlanTemplate = {
	readonly document: ProtocolDocument;
	readonly template: string;
	readonly version: number;
	readonly title: string;
	/** What the debtor must write himself. */
	readonly mention: NonNullable<ProtocolText['mention']>;
	readonly consent: string;
	readonly clauses: readonly Clause[];
};

/** What goes beyond a plain plan; all of it absent for one. */
export type ProtocolTerms = {
	/** Given up by the creditor, in minor units; only a settlement gives up anything. */
	readonly waived?: number;
	/** The disagreement that a settlement ends. */
	readonly dispute?: string;
	/** Day to which the debt is counted, where it is not the day of the text. */
	readonly countedOn?: LocalDate;
	readonly replaces?: NonNullable<ProtocolText['replaces']>;
};

export type ProtocolRequest = {
	readonly dossier: Dossier;
	readonly day: LocalDate;
	readonly agency: ProtocolText['agency'];
	readonly schedule: Schedule;
	/** The total in words, in the language of the template. */
	readonly totalWords: string;
	readonly terms?: ProtocolTerms;
};

/**
 * Refuses a text over nothing, over another total than the statement less what is given up, one that gives up without being a settlement
 * (or the other way round), and any while a parameter of the country is not known.
 */
export function buildProtocolText(
	request: ProtocolRequest,
	template: PlanTemplate,
	pack: CountryPack
): Result<ProtocolText, Refusal> {
	const { dossier, day, schedule, terms = {} } = request;
	const { facts } = dossier;
	const claims = openClaims(dossier, terms.countedOn ?? day, pack);
	const claimed = claimedOf(claims);
	const refused = refusalOf(request, template, claimed);
	if (refused) return err(refused);
	const fields = fieldsOf(request, claims, pack);
	if (!fields.ok) return fields;
	const conditions = conditionsOf(request);
	const clauses = template.clauses.filter((clause) => clause.when.every((condition) => conditions.has(condition)));
	return ok({
		template: template.template,
		version: template.version,
		document: template.document,
		title: template.title,
		mention: template.mention,
		...termsOf(terms),
		day,
		agency: request.agency,
		creditor: { name: facts.creditor.name, address: facts.creditor.address },
		debtor: {
			name: facts.debtor.name,
			address: addressOf(dossier),
			consumer: facts.debtor.kind === 'consumer'
		},
		mandate: facts.mandate?.ref ?? '',
		letter: facts.letter,
		dossier: facts.ref,
		currency: facts.currency,
		claims,
		total: schedule.total,
		totalWords: request.totalWords,
		down: schedule.down ? { minor: schedule.down.minor, dueOn: schedule.down.dueOn } : null,
		instalments: [...schedule.instalments],
		clauses: clauses.map(({ title, text }) => ({ title, text: fill(text, fields.value) })),
		consent: fill(template.consent, fields.value)
	});
}

/** The concessions of both sides make a settlement (C. civ. 2044): it cannot be without them, and no other document has them. */
function refusalOf({ schedule, terms = {} }: ProtocolRequest, template: PlanTemplate, claimed: number): Refusal | null {
	const waived = terms.waived ?? 0;
	const isSettlement = template.document === 'settlement';
	if (claimed <= 0) return refusal('plan-nothing-left');
	if (waived > 0 && !isSettlement) return refusal('waiver-needs-settlement');
	if (waived <= 0 && isSettlement) return refusal('settlement-needs-waiver');
	if (isSettlement && !terms.dispute) return refusal('settlement-needs-dispute');
	if (waived >= claimed) return refusal('waiver-too-large');
	if (claimed - waived === schedule.total) return null;
	return refusal('protocol-total-mismatch', { table: schedule.total, total: claimed - waived });
}

const claimedOf = (claims: ProtocolText['claims']): number =>
	sumMinor(claims.map(({ principal, interest, penalty, indemnity }) => principal + interest + penalty + indemnity));

const termsOf = ({ waived, dispute, countedOn, replaces }: ProtocolTerms) => ({
	...(waived ? { waived } : {}),
	...(dispute ? { dispute } : {}),
	...(countedOn ? { countedOn } : {}),
	...(replaces ? { replaces } : {})
});

type Fields = ReadonlyMap<string, string>;

/** Replaces `{name}`; an unknown name is a bug of the template. */
function fill(text: string, fields: Fields): string {
	return text.replace(/\{(\w+)\}/g, (_, name: string) => {
		const value = fields.get(name);
		if (value === undefined) throw new Error(`a clause names an unknown field: ${name}`);
		return value;
	});
}

function conditionsOf({ dossier: { facts }, day, schedule, terms }: ProtocolRequest): ReadonlySet<ClauseCondition> {
	const conditions = new Set<ClauseCondition>([facts.debtor.kind, facts.creditor.kind]);
	if (facts.letter) conditions.add('letter');
	if (schedule.down) conditions.add('down');
	if (terms?.replaces) conditions.add('replaces');
	conditions.add(schedule.instalments.every(({ dueOn }) => dueOn <= day) ? 'immediate' : 'instalments');
	return conditions;
}

function openClaims(dossier: Dossier, day: LocalDate, pack: CountryPack): ProtocolText['claims'] {
	return dossier.facts.claims
		.map((claim) => ({ claim, open: openOfClaim(dossier, claim, day, pack) }))
		.filter(({ open }) => open.principal + open.interest + open.penalty + open.indemnity > 0)
		.map(({ claim: { ref, label }, open: { principal, interest, penalty, indemnity } }) => ({
			ref,
			label,
			principal,
			interest,
			penalty,
			indemnity
		}));
}

function fieldsOf(
	request: ProtocolRequest,
	claims: ProtocolText['claims'],
	pack: CountryPack
): Result<Fields, Refusal> {
	const { dossier, day, agency, schedule, totalWords, terms = {} } = request;
	const { facts } = dossier;
	const amount = (minor: number): string => formatAmount(money(minor, facts.currency));
	const sum = (component: 'principal' | 'interest' | 'penalty' | 'indemnity'): string =>
		amount(sumMinor(claims.map((claim) => claim[component])));
	const numbers = planNumbers(facts.debtor.kind, pack, day);
	if (!numbers.ok) return numbers;
	const days = schedule.instalments.map((instalment) => instalment.dueOn);
	return ok(
		new Map([
			['agency', agency.name],
			['creditor', facts.creditor.name],
			['debtor', facts.debtor.siren ? `${facts.debtor.name} (SIREN ${facts.debtor.siren})` : facts.debtor.name],
			['mandate', facts.mandate ? `${facts.mandate.ref} du ${formatDate(facts.mandate.signedOn, 'long')}` : ''],
			['letterRef', facts.letter?.ref ?? ''],
			['letterOn', facts.letter ? formatDate(facts.letter.sentOn, 'long') : ''],
			['dossier', facts.ref],
			['day', formatDate(day, 'long')],
			['principal', sum('principal')],
			['interest', sum('interest')],
			['penalty', sum('penalty')],
			['indemnity', sum('indemnity')],
			['claimed', amount(claimedOf(claims))],
			['waived', amount(terms.waived ?? 0)],
			['dispute', terms.dispute ?? ''],
			['statementOn', formatDate(terms.countedOn ?? day, 'long')],
			['replacedOn', terms.replaces ? formatDate(terms.replaces.signedOn, 'long') : ''],
			['total', amount(schedule.total)],
			['totalWords', totalWords],
			['down', amount(schedule.down?.minor ?? 0)],
			['downOn', formatDate(schedule.down?.dueOn ?? day, 'long')],
			['count', String(days.length)],
			['firstOn', formatDate(days[0] ?? day, 'long')],
			['lastOn', formatDate(days.at(-1) ?? day, 'long')],
			['cashCeiling', amount(numbers.value.cashCeiling)],
			['graceDays', String(numbers.value.graceDays)],
			['noticeDays', String(numbers.value.noticeDays)],
			['reflectionHours', String(numbers.value.reflectionHours)],
			['seriousInstalments', String(numbers.value.seriousInstalments)]
		])
	);
}

type PlanNumbers = Readonly<
	Record<'cashCeiling' | 'graceDays' | 'noticeDays' | 'reflectionHours' | 'seriousInstalments', number>
>;

/** The dated numbers that the clauses quote; the first unknown one refuses the text. */
function planNumbers(
	kind: 'consumer' | 'professional',
	pack: CountryPack,
	day: LocalDate
): Result<PlanNumbers, Refusal> {
	const read = (name: ParameterName) => parameter(pack, name, day);
	const cashCeiling = read('cash.ceiling-resident');
	const graceDays = read('plan.grace-days');
	const noticeDays = read(kind === 'consumer' ? 'plan.notice-days-consumer' : 'plan.notice-days-professional');
	const reflectionHours = read('plan.reflection-hours');
	const seriousInstalments = read('plan.serious-default-instalments');
	if (!cashCeiling.ok) return cashCeiling;
	if (!graceDays.ok) return graceDays;
	if (!noticeDays.ok) return noticeDays;
	if (!reflectionHours.ok) return reflectionHours;
	if (!seriousInstalments.ok) return seriousInstalments;
	return ok({
		cashCeiling: cashCeiling.value,
		graceDays: graceDays.value,
		noticeDays: noticeDays.value,
		reflectionHours: reflectionHours.value,
		seriousInstalments: seriousInstalments.value
	});
}

function addressOf({ facts }: Dossier): string {
	const address = facts.debtor.addresses[0];
	return address ? [...address.lines, `${address.postcode} ${address.city}`].join(', ') : '';
}
