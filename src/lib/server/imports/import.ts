// An import from the first staged line to the commit: dry run, ticks, one write, and nothing left when cancelled.
import { FRANCE } from '$lib/core/country/fr/pack';
import { FRENCH_NUMBERING } from '$lib/core/country/fr/numbering';
import type { DryRun, ImportChange, ImportProblem, ImportSummary, Ticks } from '$lib/core/import-answer';
import { uuidV7, type OrganisationId, type UserId } from '$lib/core/ids';
import { readImportLine, type ImportLine, type ReadingRules, type StagedLine } from '$lib/core/import-line';
import { refusal, type Refusal } from '$lib/core/refusal';
import { err, ok, type Result } from '$lib/core/result';
import { parisDay } from '$lib/core/time';
import type { ServerContext } from '../context';
import { cancelImport, commitImport, knownPortfolio, openImport, stagedImport, stageLines } from '../db/imports';
import { changesOf, type NameOf } from './changes';
import { draftImport, type ImportDraft } from './plan';
import type { KnownPortfolio } from './portfolio-index';
import { rowsOf } from './rows';

/** Who imports: the organisation and the person. */
export type Importer = { readonly org: OrganisationId; readonly user: UserId };

/** More lines than this in one import are refused: split the file. */
export const MAX_IMPORT_LINES = 20_000;
const COMMIT_ATTEMPTS = 5;

/** Opens an import and answers its id. */
export async function startImport(ctx: ServerContext, importer: Importer): Promise<string> {
	const id = uuidV7(ctx.now(), ctx.random);
	await openImport(ctx.db, importer.org, importer.user, id, ctx.now());
	return id;
}

/** Adds a chunk; answers how many lines are staged now. */
export async function addLines(
	ctx: ServerContext,
	importer: Importer,
	id: string,
	lines: readonly StagedLine[]
): Promise<Result<number, Refusal>> {
	const open = await openBatch(ctx, importer, id);
	if (!open.ok) return open;
	if (open.value.batch.lines + lines.length > MAX_IMPORT_LINES)
		return err(refusal('import-too-long', { max: MAX_IMPORT_LINES }));
	return ok(await stageLines(ctx.db, importer.org, id, lines));
}

/** Judges the staged lines and changes nothing. */
export async function dryRun(ctx: ServerContext, importer: Importer, id: string): Promise<Result<DryRun, Refusal>> {
	const judged = await judge(ctx, importer, id);
	return judged.ok ? ok(judged.value.run) : judged;
}

/**
 * Commits the import: new records, and of existing ones those that are ticked. The portfolio is judged again, and again when
 * it moves meanwhile. A tick that names nothing any more changes nothing.
 */
export async function commit(
	ctx: ServerContext,
	importer: Importer,
	id: string,
	ticks: Ticks
): Promise<Result<ImportSummary, Refusal>> {
	for (let attempt = 1; attempt <= COMMIT_ATTEMPTS; attempt += 1) {
		const judged = await judge(ctx, importer, id);
		if (!judged.ok) return judged;
		const { run, draft, known } = judged.value;
		const ticked = new Set(ticks === 'all' ? run.changes.map((change) => change.key) : ticks);
		const summary = { ...run.summary, changed: run.changes.filter((change) => ticked.has(change.key)).length };
		const outcome = await commitImport(ctx.db, importer.org, {
			id,
			actor: importer.user,
			now: ctx.now(),
			rows: rowsOf(draft, known, ticked, parisDay(ctx.now())),
			summary
		});
		if (outcome === 'committed') return ok(summary);
		if (outcome === 'closed') return err(refusal('import-closed'));
	}
	return err(refusal('server-busy'));
}

/** Cancels a staged import; a committed one is refused. */
export async function cancel(ctx: ServerContext, importer: Importer, id: string): Promise<Result<null, Refusal>> {
	const open = await openBatch(ctx, importer, id);
	if (!open.ok) return open;
	await cancelImport(ctx.db, importer.org, id, importer.user, ctx.now());
	return ok(null);
}

async function openBatch(ctx: ServerContext, importer: Importer, id: string) {
	const staged = await stagedImport(ctx.db, importer.org, id);
	if (!staged || staged.batch.user !== importer.user) return err(refusal('not-found'));
	if (staged.batch.status !== 'staging') return err(refusal('import-closed'));
	return ok(staged);
}

type Judged = { readonly run: DryRun; readonly draft: ImportDraft; readonly known: KnownPortfolio };

async function judge(ctx: ServerContext, importer: Importer, id: string): Promise<Result<Judged, Refusal>> {
	const open = await openBatch(ctx, importer, id);
	if (!open.ok) return open;
	const staged = open.value.lines;
	const rules: ReadingRules = {
		today: parisDay(ctx.now()),
		currency: open.value.currency,
		numbering: FRENCH_NUMBERING,
		identifiers: FRANCE.identifiers
	};
	const lines: ImportLine[] = [];
	const problems: ImportProblem[] = [];
	for (const raw of staged) {
		const line = readImportLine(raw, rules);
		if (line.ok) lines.push(line.value);
		else problems.push(...line.error);
	}
	const known = await knownPortfolio(ctx.db, importer.org, lines);
	const draft = draftImport(lines, known, () => uuidV7(ctx.now(), ctx.random));
	const changes = changesOf(draft, namesIn(known));
	const all = [...problems, ...draft.problems].sort((left, right) => left.line - right.line);
	return ok({ run: { summary: summaryOf(staged.length, draft, changes, all), problems: all, changes }, draft, known });
}

function namesIn(known: KnownPortfolio): NameOf {
	const mandates = new Map(known.mandates.map((mandate) => [mandate.id, mandate.ref]));
	const collectors = new Map(known.collectors.map((collector) => [collector.id, collector.email]));
	return {
		mandate: (id) => (id === null ? null : (mandates.get(id) ?? null)),
		collector: (id) => (id === null ? null : (collectors.get(id) ?? null))
	};
}

function summaryOf(
	lines: number,
	draft: ImportDraft,
	changes: readonly ImportChange[],
	problems: readonly ImportProblem[]
): ImportSummary {
	const created = (drafts: readonly { readonly known: unknown }[]) =>
		drafts.filter((entry) => entry.known === null).length;
	const changedClaims = new Set(changes.filter((change) => change.subject === 'claim').map((change) => change.key));
	const claims = created(draft.claims);
	return {
		lines,
		refused: new Set(problems.map((problem) => problem.line)).size,
		dossiers: created(draft.dossiers),
		debtors: created(draft.debtors),
		claims,
		unchanged: draft.claims.length - claims - changedClaims.size,
		changed: changes.length
	};
}
