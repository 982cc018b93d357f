// How soon a slow phone with 300 dossiers answers a finger: the time from each touch to the next picture, as browsers count INP.
import type { Locator, Page } from '@playwright/test';
import * as v from 'valibot';
import { judged, median, milliseconds, percentile, told, type Context, type Row } from './bench';
import { enter, openBrowser, SLOWER, slowDown } from './browser-phone';
import { drawCompany, PASSWORD, writeCompany, type Company } from './company';

export const title = 'Answer to a touch';

const DOSSIERS = 300;
const ROUNDS = 6;
const AIM_MS = 200;
const SHARE = 0.98;

const touchSchema = v.array(v.object({ start: v.number(), duration: v.number(), interaction: v.number() }));
type Touch = { readonly doing: string; readonly ms: number };

export async function run(context: Context): Promise<readonly Row[]> {
	const { origin, libsqlUrl } = await context.product();
	const company = oneLongRound(drawCompany('inp', DOSSIERS));
	await writeCompany(libsqlUrl, company);
	const { page } = await openBrowser(context, 'inp');
	await page.addInitScript(noteTouches);
	await page.goto(`${origin}/sign-in?app=field`);
	await enter(page, { email: company.collector.email, password: PASSWORD });
	await page.goto(`${origin}/day`, { waitUntil: 'networkidle' });
	await slowDown(page, SLOWER);
	const touches: Touch[] = [];
	for (let round = 0; round < ROUNDS; round += 1) touches.push(...(await visit(page, round)));
	const ms = touches.map((touch) => touch.ms);
	const worst = touches.reduce((one, other) => (other.ms > one.ms ? other : one));
	const how = `at ${SLOWER}× CPU throttle, a round of ${DOSSIERS} stops, ${touches.length} touches`;
	const late = percentile(ms, SHARE);
	return [
		judged(`touch to the next picture, 98th percentile, ${how}`, milliseconds(late), `≤ ${AIM_MS} ms`, late <= AIM_MS),
		told(`… the slowest: ${worst.doing}`, milliseconds(worst.ms)),
		told('… median', milliseconds(median(ms))),
		...byKind(touches)
	];
}

/** All dossiers in the round of today: more stops than any day has, and everything on the phone. */
function oneLongRound(company: Company): Company {
	const today = company.rounds.filter((round) => round.day === company.today);
	return { ...company, rounds: today };
}

function byKind(touches: readonly Touch[]): readonly Row[] {
	return [...Map.groupBy(touches, ({ doing }) => doing)].map(([doing, same]) => {
		const ms = same.map((touch) => touch.ms);
		return told(`${doing}: median, slowest`, `${milliseconds(median(ms))}, ${milliseconds(Math.max(...ms))}`);
	});
}

/** One stop of a round: there, a payment prepared and left, a visit begun and left, and every tab. */
async function visit(page: Page, round: number): Promise<readonly Touch[]> {
	const moments: { readonly doing: string; readonly from: number }[] = [];
	const touch = async (doing: string, target: Locator): Promise<void> => {
		await target.scrollIntoViewIfNeeded();
		moments.push({ doing, from: await page.evaluate(() => performance.now()) });
		await target.tap();
		// Fingers rest between two touches; what a touch set off is counted with it.
		await page.waitForTimeout(350);
	};
	const link = (name: string | RegExp): Locator => page.getByRole('link', { name });
	const button = (name: string | RegExp): Locator => page.getByRole('button', { name });
	const back = page.locator('a.button[aria-label]').first();
	await touch('opening Tournée', page.locator('nav a[href="/round"]'));
	await touch('opening a dossier', link(/^Agir/).nth(round * 40));
	await touch('opening Encaisser', link('Encaisser'));
	await touch('choosing a means', page.getByText('Carte', { exact: true }));
	await touch('another amount', page.getByText('Autre montant'));
	for (const key of ['2', '5', 'virgule', '5'])
		await touch('a key of the number pad', button(new RegExp(`^${key}`)).first());
	await touch('validating with a field missing', button('Valider'));
	await page.getByLabel(/^Référence/).fill('TPE 1');
	await touch('validating', button('Valider'));
	await touch('correcting', button('Corriger'));
	await touch('going back', back);
	await touch('opening a visit', link('Visite'));
	await touch('choosing an outcome', page.getByText('Rencontré', { exact: true }));
	await touch('choosing a cause', button('Trésorerie'));
	await touch('going back', back);
	await touch('opening Échéancier', link('Échéancier'));
	await touch('choosing a rhythm', button('Quinzaine'));
	await touch('going back', back);
	for (const tab of ['cash', 'sync', 'day']) await touch(`opening ${tab}`, page.locator(`nav a[href="/${tab}"]`));
	return named(moments, v.parse(touchSchema, await page.evaluate('globalThis.touches.splice(0)')));
}

/** Gives each interaction the name of what was being done; events of one interaction count as their longest. */
function named(
	moments: readonly { readonly doing: string; readonly from: number }[],
	events: v.InferOutput<typeof touchSchema>
): readonly Touch[] {
	return moments.map(({ doing, from }, index) => {
		const until = moments[index + 1]?.from ?? Number.POSITIVE_INFINITY;
		const own = events.filter(({ start, interaction }) => interaction > 0 && start >= from && start < until);
		// Below 16 ms a browser notes nothing.
		return { doing, ms: Math.max(0, ...own.map(({ duration }) => duration)) };
	});
}

/** Runs in the page before anything else. */
function noteTouches(): void {
	const touches: { start: number; duration: number; interaction: number }[] = [];
	Object.assign(globalThis, { touches });
	/** Without a threshold Chromium notes only what takes 104 ms and more. */
	const watched = { type: 'event', durationThreshold: 16, buffered: true };
	new PerformanceObserver((list) => {
		for (const entry of list.getEntries())
			if (entry instanceof PerformanceEventTiming)
				touches.push({ start: entry.startTime, duration: entry.duration, interaction: entry.interactionId });
	}).observe(watched);
}
