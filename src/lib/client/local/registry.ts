// Which users are enrolled on this phone and who is current: the only thing that two users of a phone share.
import Dexie, { type Table } from 'dexie';
import * as v from 'valibot';
import { userIdSchema, type UserId } from '$lib/core/ids';
import { integerSchema } from '$lib/core/body';
import type { Ports } from '../ports';
import { REGISTRY_NAME } from './database-names';

const profileSchema = v.strictObject({
	user: userIdSchema,
	name: v.string(),
	organisation: v.string(),
	/** Device clock when the profile was last opened; orders the list, decides nothing. */
	openedMs: integerSchema
});
/** A user who enrolled on this phone. */
export type Profile = v.InferOutput<typeof profileSchema>;

const currentSchema = v.strictObject({ key: v.literal('current'), user: v.nullable(userIdSchema) });

class RegistryDatabase extends Dexie {
	readonly profiles: Table<unknown, string>;
	readonly state: Table<unknown, string>;

	constructor(ports: Pick<Ports, 'indexedDb'>) {
		super(REGISTRY_NAME, { chromeTransactionDurability: 'strict', ...(ports.indexedDb ?? {}) });
		this.version(1).stores({ profiles: 'user', state: 'key' });
		this.profiles = this.table('profiles');
		this.state = this.table('state');
	}
}

/** Users of this phone, the last opened first; a broken entry is left out here and its database stays. */
export async function listProfiles(ports: Ports): Promise<readonly Profile[]> {
	return withRegistry(ports, async (registry) => {
		const rows = await registry.profiles.toArray();
		const profiles = rows.flatMap((row) => {
			const parsed = v.safeParse(profileSchema, row);
			return parsed.success ? [parsed.output] : [];
		});
		return profiles.sort((a, b) => b.openedMs - a.openedMs);
	});
}

/** Who is current on this phone; null after a sign-out or before the first enrolment. */
export async function currentUser(ports: Ports): Promise<UserId | null> {
	return withRegistry(ports, async (registry) => {
		const parsed = v.safeParse(currentSchema, await registry.state.get('current'));
		return parsed.success ? parsed.output.user : null;
	});
}

/** Adds or renews a profile and makes it current. */
export async function enterProfile(ports: Ports, profile: Profile): Promise<void> {
	await withRegistry(ports, (registry) =>
		registry.transaction('rw', [registry.profiles, registry.state], async () => {
			await registry.profiles.put(profile);
			await registry.state.put({ key: 'current', user: profile.user });
		})
	);
}

/** Nobody is current any more; every profile and every database stays. */
export async function leaveProfile(ports: Ports): Promise<void> {
	await withRegistry(ports, (registry) => registry.state.put({ key: 'current', user: null }));
}

async function withRegistry<T>(ports: Ports, work: (registry: RegistryDatabase) => PromiseLike<T>): Promise<T> {
	const registry = new RegistryDatabase(ports);
	try {
		return await work(registry);
	} finally {
		registry.close();
	}
}
