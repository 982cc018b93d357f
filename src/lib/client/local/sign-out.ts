// Leaves a phone without losing anything: the session ends, the records stay for the same user's next sign-in.
import { tell } from '../sync/transport';
import { leaveMarker } from './eviction';
import { countUnsent } from './outbox';
import type { Phone } from './phone';
import { leaveProfile } from './registry';

export type SignedOut = {
	/** Own operations that stay on this phone, sealed, and go up at this user's next sign-in. */
	readonly unsent: number;
	/** False without a network: the session then ends by itself, or at the next sign-in here. */
	readonly sessionEnded: boolean;
};

/** Ends the session where the network allows it and forgets who is current. Every record stays (I17). */
export async function signOut(phone: Phone): Promise<SignedOut> {
	const unsent = await countUnsent(phone);
	const told = await tell(phone.ports, { method: 'DELETE', path: '/api/session?app=field', body: null });
	await leaveProfile(phone.ports);
	leaveMarker(phone.user);
	return { unsent, sessionEnded: told.ok };
}
