// Words the reasons why nobody was signed in.
import { assertNever } from '$lib/core/result';
import { m } from '$lib/i18n/paraglide/messages';

export type SignInProblem = {
	readonly code: 'malformed' | 'sign-in-failed' | 'sign-in-delayed' | 'server-busy';
	/** How long to wait; 0 where there is nothing to wait for. */
	readonly seconds: number;
};

/** What went wrong and what to do, in the language of the screen. */
export function problemText({ code, seconds }: SignInProblem): string {
	switch (code) {
		case 'malformed':
			return m.auth_error_malformed();
		case 'sign-in-failed':
			return m.auth_error_failed();
		case 'sign-in-delayed':
			return m.auth_error_delayed({ wait: waitText(seconds) });
		case 'server-busy':
			return m.auth_error_busy();
		default:
			return assertNever(code);
	}
}

/** A delay as a person says it: seconds up to a minute and a half, then whole minutes. */
export const waitText = (seconds: number): string =>
	seconds <= 90 ? m.auth_wait_seconds({ count: seconds }) : m.auth_wait_minutes({ count: Math.ceil(seconds / 60) });
