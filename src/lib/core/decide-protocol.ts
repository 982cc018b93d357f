// Judges a signed agreement: its table must add up to what was acknowledged, a manager must have agreed where it goes beyond the margin.
import { prevented, type Anomaly } from './anomaly';
import { balanceOf, openOfClaim, openTotal } from './balance';
import { parameter } from './country/parameters';
import type { Decision, Standing } from './decide';
import type { Dossier, DossierState, ProposalEntry, ProtocolEntry } from './dossier';
import { parseAmount } from './parse-amount';
import { sumMinor } from './money';
import type { Act, Body, Strokes } from './operation';
import { excessOf, planMargin } from './plan-margin';
import type { LocalDate } from './time';

/** Least number of points and least extent, in thousandths of the pad's width, of a signature that is not a dot or a dash. */
const TRIVIAL_POINTS = 8;
const TRIVIAL_EXTENT = 60;
const MS_PER_HOUR = 3_600_000;

type Signed = Act<'protocol.signed'>;

/** Adds the agreement to the dossier; it takes the place of open promises, of proposals and of earlier agreements. */
export function decideProtocol(dossier: Dossier, act: Signed, standing: Standing): Decision {
	const { state } = dossier;
	if (state.protocols.some((protocol) => protocol.id === act.id)) return { anomalies: [], effects: [], state };
	const entry = entryOf(dossier, act, standing);
	const { proposal } = act.body;
	return {
		anomalies: protocolAnomalies(dossier, act, standing),
		effects: [],
		state: {
			...closeProposals(state, (id) => (id === proposal ? 'signed' : 'replaced')),
			promises: state.promises.map((promise) => ({ ...promise, replaced: true })),
			protocols: [entry, ...state.protocols.map((protocol) => ({ ...protocol, replaced: true }))]
		}
	};
}

/** The state with every proposal that was still open in the status that `to` gives it. */
export function closeProposals(
	state: DossierState,
	to: (id: ProposalEntry['id']) => ProposalEntry['status']
): DossierState {
	if (!state.proposals) return state;
	const isOpen = ({ status }: ProposalEntry) => status === 'waiting' || status === 'approved';
	return {
		...state,
		proposals: state.proposals.map((entry) => (isOpen(entry) ? { ...entry, status: to(entry.id) } : entry))
	};
}

/** Says whether strokes are blank, a dot or a dash: no one would call them a signature. */
export function areTrivial(strokes: Strokes): boolean {
	const points = strokes.lines.reduce((count, line) => count + line.length / 2, 0);
	if (points < TRIVIAL_POINTS) return true;
	let [left, right, top, bottom] = [Infinity, -Infinity, Infinity, -Infinity];
	for (const line of strokes.lines)
		line.forEach((coordinate, index) => {
			if (index % 2 === 0) [left, right] = [Math.min(left, coordinate), Math.max(right, coordinate)];
			else [top, bottom] = [Math.min(top, coordinate), Math.max(bottom, coordinate)];
		});
	return right - left < TRIVIAL_EXTENT || bottom - top < TRIVIAL_EXTENT / 4;
}

/** What a table lacks: it must add up, stay within what is owed with what is given up, and go forward from its day. */
export function tableAnomalies(
	dossier: Dossier,
	terms: Pick<Body<'protocol.signed'>['text'], 'currency' | 'total' | 'down' | 'instalments'> & {
		readonly waived: number;
	},
	day: LocalDate,
	standing: Pick<Standing, 'pack'>
): readonly Anomaly[] {
	const { currency, total, down, instalments, waived } = terms;
	const anomalies: Anomaly[] = [];
	if (currency !== dossier.facts.currency)
		anomalies.push(prevented('currency-mismatch', { expected: dossier.facts.currency, got: currency }));
	const table = sumMinor(instalments.map((instalment) => instalment.minor)) + (down?.minor ?? 0);
	if (table !== total) anomalies.push(prevented('protocol-total-mismatch', { table, total }));
	const balance = balanceOf(dossier, day, standing.pack);
	if (total + waived > balance) anomalies.push(prevented('protocol-over-balance', { balance, total }));
	const days = instalments.map((instalment) => instalment.dueOn);
	if (days.some((dueOn, index) => dueOn < day || (index > 0 && dueOn <= (days[index - 1] ?? dueOn))))
		anomalies.push(prevented('protocol-dates'));
	return anomalies;
}

function entryOf(dossier: Dossier, { id, day, at, actor, body }: Signed, standing: Standing): ProtocolEntry {
	const { text, round } = body;
	const reflection = parameter(standing.pack, 'plan.reflection-hours', day);
	const hours = text.debtor.consumer && reflection.ok ? reflection.value : 0;
	const covered = dossier.facts.claims.filter((claim) => text.claims.some(({ ref }) => ref === claim.ref));
	return {
		id,
		round,
		signedOn: day,
		at,
		by: actor,
		template: text.template,
		version: text.version,
		total: text.total,
		down: text.down,
		instalments: text.instalments,
		replaced: false,
		...(text.document ? { document: text.document } : {}),
		...(text.replaces ? { replaces: text.replaces.operation } : {}),
		...(hours > 0 ? { reflectionUntil: at + hours * MS_PER_HOUR } : {}),
		...(text.waived ? { waived: text.waived, covers: covered.map((claim) => claim.id) } : {})
	};
}

function protocolAnomalies(dossier: Dossier, act: Signed, standing: Standing): readonly Anomaly[] {
	const { text } = act.body;
	return [
		...tableAnomalies(dossier, { ...text, waived: text.waived ?? 0 }, act.day, standing),
		...signatureAnomalies(act.body),
		...mentionAnomalies(act.body),
		...marginAnomalies(dossier, act, standing)
	];
}

function signatureAnomalies({ strokes, typed, collector }: Signed['body']): readonly Anomaly[] {
	const isSigned = strokes ? !areTrivial(strokes) : typed !== undefined;
	const isCountersigned = !collector?.strokes || !areTrivial(collector.strokes);
	return isSigned && isCountersigned ? [] : [prevented('strokes-trivial')];
}

/** An acknowledgement proves only with the amount written by the debtor himself (C. civ. 1376). */
function mentionAnomalies({ text, mention, mentionStrokes, amountMention }: Signed['body']): readonly Anomaly[] {
	const isDrawn = mentionStrokes !== undefined && !areTrivial(mentionStrokes);
	switch (text.mention ?? 'none') {
		case 'none':
			return [];
		case 'own-words':
			return mention !== null || isDrawn ? [] : [prevented('mention-missing')];
		case 'amount': {
			if (isDrawn) return [];
			const written = amountMention ? parseAmount(amountMention.figures, text.currency) : null;
			if (!written) return [prevented('mention-missing')];
			return written.ok && written.value.minor === text.total ? [] : [prevented('mention-differs')];
		}
	}
}

/** Beyond the margin an agreement is what a manager approved, word for word; texts of before knew no margin. */
function marginAnomalies(dossier: Dossier, { body, day }: Signed, { pack }: Standing): readonly Anomaly[] {
	const { text, proposal: id } = body;
	if (!text.document) return [];
	if (id) {
		const proposal = dossier.state.proposals?.find((entry) => entry.id === id);
		if (proposal?.status !== 'approved') return [prevented('protocol-not-approved')];
		return isAsApproved(proposal, text) ? [] : [prevented('protocol-differs')];
	}
	const margin = planMargin(dossier.facts, pack, day);
	if (!margin.ok) return [];
	const { total, instalments } = text;
	const accessories = accessoriesOf(dossier, day, pack);
	const terms = { day, total, instalments, accessories, waived: text.waived ?? 0, down: text.down?.minor ?? 0 };
	const [excess] = excessOf(terms, margin.value);
	return excess ? [prevented('protocol-over-margin', { limit: excess.limit })] : [];
}

/** What is claimed beside the principal on a day: interest, penalties, indemnities. */
export function accessoriesOf(
	dossier: Pick<Dossier, 'facts' | 'state'>,
	day: LocalDate,
	pack: Standing['pack']
): number {
	const open = dossier.facts.claims.map((claim) => openOfClaim(dossier, claim, day, pack));
	return sumMinor(open.map((amounts) => openTotal(amounts) - amounts.principal));
}

function isAsApproved(proposal: ProposalEntry, text: Signed['body']['text']): boolean {
	const { document, total, waived, down, instalments } = proposal;
	const isSameTable =
		instalments.length === text.instalments.length &&
		instalments.every(({ dueOn, minor }, index) => {
			const line = text.instalments[index];
			return line?.dueOn === dueOn && line.minor === minor;
		});
	return (
		isSameTable &&
		document === text.document &&
		total === text.total &&
		waived === (text.waived ?? 0) &&
		(down?.minor ?? 0) === (text.down?.minor ?? 0)
	);
}
