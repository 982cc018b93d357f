// Telephone numbers: read what people type, store E.164, show the national way; the plans come from the country.
import { refusal, type Refusal } from './refusal';
import { err, ok, type Result } from './result';

/** A valid number. `country` is the ISO code of the territory, null for a country without a plan here. */
export type Phone = {
	readonly e164: string;
	readonly display: string;
	readonly mobile: boolean;
	readonly country: string | null;
};

export type PhoneRefusal = Refusal<'phone-malformed' | 'phone-unknown-plan'>;

/** How one territory numbers its lines. Patterns apply to the national number without its trunk prefix. */
export type NumberingPlan = {
	/** ISO 3166-1 alpha-2 code of the territory. */
	readonly country: string;
	readonly code: string;
	/** Trunk prefix of the national format, dropped after the country code. */
	readonly trunk: '0' | '';
	readonly pattern: RegExp;
	readonly mobile: RegExp;
};

/** `national`: territories that are dialled without a country code, most particular first. `foreign`: all others known. */
export type Numbering = { readonly national: readonly NumberingPlan[]; readonly foreign: readonly NumberingPlan[] };

/**
 * Reads a telephone number as typed (`06 12…`, `+33 (0)6 12…`, `0033612…`, dots, hyphens). A number of a country
 * without a plan is kept when it is well-formed E.164, with `country` null.
 */
export function parsePhone(raw: string, numbering: Numbering): Result<Phone, PhoneRefusal> {
	if (!/^[+\d\s().\-/\u2010-\u2015]+$/.test(raw)) return err(refusal('phone-malformed'));
	const typed = raw.trim();
	if (/\+/.test(typed.slice(1))) return err(refusal('phone-malformed'));
	const digits = typed.replace(/\(0\)/g, '').replace(/\D/g, '');
	if (typed.startsWith('+')) return parseInternational(digits, numbering);
	if (digits.startsWith('00')) return parseInternational(digits.slice(2), numbering);
	for (const plan of numbering.national) {
		const national = digits.slice(plan.trunk.length);
		if (digits.startsWith(plan.trunk) && plan.pattern.test(national)) return ok(phoneOf(plan, national, numbering));
	}
	return err(refusal('phone-malformed'));
}

function parseInternational(digits: string, numbering: Numbering): Result<Phone, PhoneRefusal> {
	const plans = [...numbering.national, ...numbering.foreign].filter((plan) => digits.startsWith(plan.code));
	for (const plan of plans) {
		const rest = digits.slice(plan.code.length);
		const national = rest.startsWith(plan.trunk) ? rest.slice(plan.trunk.length) : rest;
		if (plan.pattern.test(national)) return ok(phoneOf(plan, national, numbering));
	}
	if (plans.length > 0) return err(refusal('phone-malformed'));
	if (!/^[1-9]\d{6,14}$/.test(digits)) return err(refusal('phone-unknown-plan'));
	return ok({ e164: `+${digits}`, display: `+${digits}`, mobile: false, country: null });
}

function phoneOf(plan: NumberingPlan, national: string, numbering: Numbering): Phone {
	const display = numbering.national.includes(plan) ? pairs(plan.trunk + national) : `+${plan.code} ${pairs(national)}`;
	return { e164: `+${plan.code}${national}`, display, mobile: plan.mobile.test(national), country: plan.country };
}

/** Groups characters two by two: `0612345678` → `06 12 34 56 78`. */
const pairs = (text: string): string => text.replace(/(..)(?=.)/g, '$1 ');
