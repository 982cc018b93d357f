// Who may open this page of the office: the signed-in user with the right, and the context to serve them.
import { error, type RequestEvent } from '@sveltejs/kit';
import type { OrganisationId, UserId } from '$lib/core/ids';
import { mayOpen, type OfficeRight } from '$lib/core/role';
import { contextOf, type ServerContext } from '$lib/server/context';
import type { SignedIn } from '../../app';

export type OfficeRequest = {
	readonly who: SignedIn;
	readonly org: OrganisationId;
	readonly user: UserId;
	readonly ctx: ServerContext;
};

/** Answers 403 to a role without the right; nobody signed in was led away by the hooks already. */
export async function officeOf(
	{ locals, platform }: Pick<RequestEvent, 'locals' | 'platform'>,
	right: OfficeRight
): Promise<OfficeRequest> {
	const who = locals.office;
	if (!who || !mayOpen(who.role, right)) error(403, { code: 'role-not-allowed', message: 'role-not-allowed' });
	return { who, org: who.organisation.id, user: who.user.id, ctx: await contextOf(platform?.env) };
}

/** The same 404 for an id that is missing, malformed or of another organisation. */
export const notFound = (): never => error(404, { code: 'not-found', message: 'not-found' });
