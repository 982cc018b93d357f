// Turns a sign-in of this browser into an opened phone: enrols the first time, changes users, enrols anew after a fork.
import type { Refusal } from '$lib/core/refusal';
import { err, ok, type Result } from '$lib/core/result';
import { enrol, fieldSession } from '../local/enrol';
import { openPhone, readDevice, type Phone } from '../local/phone';
import type { Ports } from '../ports';

/** The phone of the signed-in user; null when it is the one already shown, or when nobody is signed in or reachable. */
export async function enterSession(ports: Ports, shown: Phone | null): Promise<Result<Phone | null, Refusal>> {
	const session = await fieldSession(ports);
	if (!session.ok) return shown ? ok(null) : err(session.error.refusal);
	if (!session.value) return ok(null);
	const { user } = session.value;
	if (shown?.user === user.id && !(await isForked(shown))) return ok(null);
	const enrolled = await enrol(ports, session.value);
	return enrolled.ok ? openPhone(ports, user.id) : enrolled;
}

async function isForked(phone: Phone): Promise<boolean> {
	const device = await readDevice(phone.db);
	return device.ok && device.value?.forked === true;
}
