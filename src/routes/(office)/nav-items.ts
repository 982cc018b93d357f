// The places of the office, in the order of a manager's day; each shows only to roles that may open it.
import Banknote from '@lucide/svelte/icons/banknote';
import ClipboardCheck from '@lucide/svelte/icons/clipboard-check';
import FileInput from '@lucide/svelte/icons/file-input';
import FileSignature from '@lucide/svelte/icons/file-signature';
import FolderOpen from '@lucide/svelte/icons/folder-open';
import Handshake from '@lucide/svelte/icons/handshake';
import LayoutDashboard from '@lucide/svelte/icons/layout-dashboard';
import PackageOpen from '@lucide/svelte/icons/package-open';
import Percent from '@lucide/svelte/icons/percent';
import ReceiptText from '@lucide/svelte/icons/receipt-text';
import Route from '@lucide/svelte/icons/route';
import Settings from '@lucide/svelte/icons/settings';
import Users from '@lucide/svelte/icons/users';
import type { OfficeRight } from '$lib/core/role';
import { m } from '$lib/i18n/paraglide/messages';

export type NavItem = {
	readonly href: string;
	readonly right: OfficeRight;
	readonly label: () => string;
	/** A word that fits the bottom bar of a phone, where the label is longer. */
	readonly short?: () => string;
	readonly icon: typeof Route;
	/** On a phone: in the bottom bar, or behind "More". */
	readonly main: boolean;
};

export const NAV_ITEMS: readonly NavItem[] = [
	{
		href: '/office',
		right: 'board',
		label: m.office_nav_board,
		short: m.office_nav_board_short,
		icon: LayoutDashboard,
		main: true
	},
	{ href: '/office/rounds', right: 'rounds', label: m.office_nav_rounds, icon: Route, main: true },
	{ href: '/office/portfolio', right: 'portfolio', label: m.office_nav_portfolio, icon: FolderOpen, main: true },
	{ href: '/office/collectors', right: 'board', label: m.office_nav_collectors, icon: Users, main: false },
	{ href: '/office/receipts', right: 'receipts', label: m.office_nav_receipts, icon: ReceiptText, main: false },
	{ href: '/office/protocols', right: 'protocols', label: m.office_nav_protocols, icon: FileSignature, main: false },
	{ href: '/office/cash', right: 'cash', label: m.office_nav_cash, icon: Banknote, main: false },
	{ href: '/office/reviews', right: 'portfolio', label: m.office_nav_reviews, icon: ClipboardCheck, main: false },
	{ href: '/office/import', right: 'import', label: m.office_nav_import, icon: FileInput, main: false },
	{ href: '/office/black-box', right: 'import', label: m.attention_box, icon: PackageOpen, main: false },
	{ href: '/office/settings/mandates', right: 'import', label: m.rules_mandates, icon: Handshake, main: false },
	{ href: '/office/settings/parameters', right: 'parameters', label: m.rules_parameters, icon: Percent, main: false },
	{ href: '/office/settings', right: 'settings', label: m.office_nav_settings, icon: Settings, main: false }
];

/** The places a role may open. */
export const itemsFor = (rights: readonly OfficeRight[]): readonly NavItem[] =>
	NAV_ITEMS.filter((item) => rights.includes(item.right));

/** Says whether a path lies at or under a place, and under no other place that is nearer. */
export const isCurrent = (item: NavItem, path: string): boolean => nearest(path)?.href === item.href;

const nearest = (path: string): NavItem | undefined =>
	NAV_ITEMS.filter(({ href }) => path === href || (href !== '/office' && path.startsWith(`${href}/`))).sort(
		(left, right) => right.href.length - left.href.length
	)[0];
