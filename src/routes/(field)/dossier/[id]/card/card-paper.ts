// The card for who was not met, as a paper and as a text: it names neither the debt nor an amount, since others may read it.
import { plainPaper, type Paper } from '$lib/client/documents/paper';
import type { DeviceView } from '$lib/client/state/view';
import type { Dossier } from '$lib/core/dossier';
import type { LocalDate } from '$lib/core/time';
import { dateTimeText } from '$lib/i18n/format';
import { m } from '$lib/i18n/paraglide/messages';
import { phoneText } from '$lib/i18n/phone-text';

const FRENCH = { locale: 'fr' } as const;

export type VisitCard = {
	readonly title: string;
	readonly lines: readonly string[];
	readonly organisation: DeviceView['organisation'];
	readonly at: number;
};

/** What the card says at a moment (C. conso L121-7: no pressure; RGPD: nothing for third parties to learn). */
export function visitCardOf(dossier: Dossier, { organisation, user }: DeviceView, at: number): VisitCard {
	const [day = '', time = ''] = dayAndTime(at);
	return {
		title: m.door_card_title({}, FRENCH),
		lines: [
			`${m.door_card_for({}, FRENCH)} ${dossier.facts.debtor.name}`,
			m.door_card_text({ day, time }, FRENCH),
			m.door_card_call({ phone: phoneText(organisation.phone) }, FRENCH),
			m.door_card_ref({ ref: dossier.facts.ref }, FRENCH),
			m.door_card_by({ name: user.name }, FRENCH)
		],
		organisation,
		at
	};
}

/** The time has blanks of its own, which never break. */
const dayAndTime = (at: number): readonly string[] => dateTimeText(at, 'fr').split(' ');

export const cardPaper = (card: VisitCard): Paper =>
	plainPaper(
		card,
		card.lines.map((text) => ({ kind: 'text', text, look: 'plain' }))
	);

export const cardText = ({ title, lines, organisation }: VisitCard): string =>
	[organisation.name, title, ...lines].join('\n\n');

/** Name of the file: no name of a person. */
export const cardFileName = (card: VisitCard, today: LocalDate): string =>
	`${card.title.toLowerCase().replaceAll(' ', '-')}-${today}`;
