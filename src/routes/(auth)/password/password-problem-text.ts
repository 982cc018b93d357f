// Words the reasons why a password was not changed.
import { assertNever } from '$lib/core/result';
import { m } from '$lib/i18n/paraglide/messages';
import { problemText } from '../sign-in/problem-text';

export type PasswordProblem =
	| 'malformed'
	| 'password-differs'
	| 'sign-in-failed'
	| 'sign-in-delayed'
	| 'server-busy'
	| 'password-too-short'
	| 'password-too-long'
	| 'password-is-email'
	| 'password-of-demo';

/** What went wrong and what to do; `seconds` is how long to wait, `min` and `max` the lengths that are taken. */
export function passwordProblemText(code: PasswordProblem, seconds: number, min: number, max: number): string {
	switch (code) {
		case 'sign-in-failed':
			return m.auth_error_current();
		case 'malformed':
		case 'sign-in-delayed':
		case 'server-busy':
			return problemText({ code, seconds });
		case 'password-differs':
			return m.auth_error_differs();
		case 'password-too-short':
			return m.auth_error_too_short({ min });
		case 'password-too-long':
			return m.auth_error_too_long({ max });
		case 'password-is-email':
			return m.auth_error_is_email();
		case 'password-of-demo':
			return m.auth_error_demo();
		default:
			return assertNever(code);
	}
}
