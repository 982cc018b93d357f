// Words for the roles of the organisation.
import type { Role } from '$lib/core/role';
import { m } from '$lib/i18n/paraglide/messages';

const WORDS: Readonly<Record<Role, () => string>> = {
	collector: m.auth_role_collector,
	manager: m.auth_role_manager,
	cashier: m.auth_role_cashier,
	legal: m.auth_role_legal,
	admin: m.auth_role_admin
};

/** The role in the language of the screen. */
export const roleWord = (role: Role): string => WORDS[role]();
