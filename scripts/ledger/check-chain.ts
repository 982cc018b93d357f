// Checks a part of a device's chain: every hash, every signature, every body and place, and that nothing is missing in between.
import { actOf } from '$lib/core/act';
import * as v from 'valibot';
import { fromBase64url, toBase64url } from '$lib/core/base64url';
import { canonicalBytes } from '$lib/core/canonical';
import { bodyHash, checkOperation, headerHash, placeHash, type Bytes, type CheckPorts } from '$lib/core/chain';
import {
	GENESIS_HASH,
	headerSchema,
	jsonSchema,
	MAX_BODY_BYTES,
	operationSchema,
	placeSchema,
	type Header,
	type Operation
} from '$lib/core/wire';
import type { AsideRow, Chain, ChainRows, OperationRow, Part } from './chain-rows';
import type { Finding } from './finding';

/** Checks the rows of a part against each other and against the keys of the device. */
export async function checkPart(part: Part, rows: ChainRows, ports: CheckPorts): Promise<readonly Finding[]> {
	const findings = [...checkLinks(part, rows)];
	for (const row of rows.operations) findings.push(...(await checkRow(part.chain, row, ports)));
	for (const row of rows.refused) findings.push(...checkRefused(part.chain, row));
	return findings;
}

/** The other branch of a fork was authentic when it came: it must still be. What was forged must still be as it was filed. */
export async function checkForked(chain: Chain, row: AsideRow, ports: CheckPorts): Promise<readonly Finding[]> {
	const say = (what: string): Finding => ({ device: chain.series, seq: row.seq, id: row.id, what });
	const read = v.safeParse(v.pipe(v.string(), v.parseJson(), operationSchema), row.verbatim);
	if (row.standing !== 'ok')
		return [...checkRefused(chain, row), ...(read.success ? await checkForgery(chain, row, read.output, ports) : [])];
	if (!read.success) return [say('the other branch cannot be read any more')];
	const { header, hash, sig, body, bodySalt, place, placeSalt } = read.output;
	if (JSON.stringify(JSON.parse(row.verbatim)) !== row.verbatim)
		return [say('the other branch is not written as it came')];
	if (header.id !== row.id || header.seq !== row.seq || header.device !== chain.device || hash !== row.hash)
		return [say('the other branch is filed under another id, seq, device or hash')];
	const problems = [
		...(await headerProblems(chain, { hash, sig }, header, ports)),
		...(await bodyProblems(header, JSON.stringify(body), bodySalt, ports)),
		...(await placeProblems(header, place && JSON.stringify(place), placeSalt, ports))
	];
	return problems.map((problem) => say(`of the other branch, ${problem}`));
}

/** What is called forged and is authentic, and the device's own, was called so by somebody who wants it out of sight. */
async function checkForgery(
	chain: Chain,
	row: AsideRow,
	operation: Operation,
	ports: CheckPorts
): Promise<readonly Finding[]> {
	const { device, org, actor } = operation.header;
	if (device !== chain.device || org !== chain.org || actor !== chain.user) return [];
	for (const key of chain.publicKeys)
		if ((await checkOperation(operation, key, ports)) === 'ok')
			return [{ device: chain.series, seq: row.seq, id: row.id, what: 'it is called forged and is authentic' }];
	return [];
}

function* checkLinks({ chain, from, to }: Part, rows: ChainRows): Iterable<Finding> {
	const links = [
		...rows.operations.map(({ id, seq, prev, hash }) => ({ id, seq, prev, hash })),
		...rows.refused.map(({ id, seq, hash }) => ({ id, seq, prev: null, hash }))
	].sort((a, b) => a.seq - b.seq);
	let expected = from;
	let before = from === 1 ? GENESIS_HASH : rows.before;
	for (const { id, seq, prev, hash } of links) {
		const say = (what: string): Finding => ({ device: chain.series, seq, id, what });
		if (seq > expected) yield say(`a hole before it: ${missing(expected, seq - 1)}`);
		else if (seq < expected) yield say('a second operation in this place of the chain');
		else if (prev !== null && prev !== before) yield say('it does not follow the operation before it (prev)');
		before = hash;
		expected = Math.max(expected, seq + 1);
	}
	if (expected <= to) yield { device: chain.series, seq: expected, id: null, what: missing(expected, to) };
}

const missing = (from: number, to: number): string =>
	from === to ? `operation ${from} is missing` : `operations ${from} to ${to} are missing`;

async function checkRow(chain: Chain, row: OperationRow, ports: CheckPorts): Promise<readonly Finding[]> {
	const say = (what: string): Finding => ({ device: chain.series, seq: row.seq, id: row.id, what });
	const header = v.safeParse(headerSchema, headerOf(row));
	if (!header.success) return [say(`its header cannot be read (${v.getDotPath(header.issues[0]) ?? 'header'})`)];
	const erased = row.erased.split(' ');
	const problems = [
		...(await headerProblems(chain, row, header.output, ports)),
		...(isRewritten(row.blobs) ? ['its list of files is not written as it was stored'] : []),
		...erasureProblems(erased, row),
		...outcomeProblems(header.output, row),
		...(row.body === null ? [] : await bodyProblems(header.output, row.body, row.body_salt, ports)),
		...(row.place === null ? [] : await placeProblems(header.output, row.place, row.place_salt, ports)),
		...(row.body_org !== null && row.body_org !== row.org ? ['its body is filed under another organisation'] : []),
		...(row.place_org !== null && row.place_org !== row.org ? ['its place is filed under another organisation'] : [])
	];
	return problems.map(say);
}

/** The signed header, from the columns that hold it. */
function headerOf(row: OperationRow): unknown {
	return {
		v: row.v,
		id: row.id,
		org: row.org,
		actor: row.actor,
		device: row.device,
		seq: row.seq,
		prev: row.prev,
		kind: row.kind,
		dossier: row.dossier,
		base: { epoch: row.base_epoch, rev: row.base_rev },
		at: { ms: row.at_ms, utcOffset: row.utc_offset, day: row.day, skew: row.skew },
		placeHash: row.place_hash,
		bodyHash: row.body_hash,
		blobs: parsed(row.blobs)
	};
}

async function headerProblems(
	chain: Chain,
	{ hash, sig }: { readonly hash: string; readonly sig: string },
	header: Header,
	ports: CheckPorts
): Promise<readonly string[]> {
	if ((await headerHash(header, ports.sha256)) !== hash) return ['its header is not what its hash says'];
	const signature = bytesOf(sig);
	const signed = canonicalBytes(header);
	for (const key of chain.publicKeys) if (signature && (await ports.verify(key, signed, signature))) return [];
	return ['its signature is not the device’s over this header'];
}

async function bodyProblems(
	header: Header,
	text: string,
	saltText: string | null,
	{ sha256 }: CheckPorts
): Promise<readonly string[]> {
	const body = v.safeParse(jsonSchema, parsed(text));
	const salt = bytesOf(saltText);
	if (!body.success || !salt || isRewritten(text)) return ['its body is not written as it was stored'];
	return (await bodyHash(body.output, salt, sha256)) === header.bodyHash ? [] : ['its body is not what was signed'];
}

/** What is called unreadable or too large is left out of every list; it must be so. */
function outcomeProblems(header: Header, { outcome, codes, body }: OperationRow): readonly string[] {
	if (outcome !== 'quarantined' || body === null) return [];
	if (codes.includes('"body-too-large"'))
		return Buffer.byteLength(body) > MAX_BODY_BYTES ? [] : ['its body is called too large and is not'];
	if (!codes.includes('"unreadable-body"')) return [];
	const read = v.safeParse(jsonSchema, parsed(body));
	return read.success && actOf({ header, body: read.output }).ok
		? ['it is called unreadable though it can be read']
		: [];
}

async function placeProblems(
	header: Header,
	text: string | null,
	saltText: string | null,
	{ sha256 }: CheckPorts
): Promise<readonly string[]> {
	if (text === null) return [];
	const place = v.safeParse(placeSchema, parsed(text));
	const salt = bytesOf(saltText);
	if (!place.success || !salt || isRewritten(text)) return ['its place is not written as it was stored'];
	return (await placeHash(place.output, salt, sha256)) === header.placeHash ? [] : ['its place is not what was signed'];
}

/** What is gone was erased by an act that says so, and what was erased is gone. */
function erasureProblems(erased: readonly string[], row: OperationRow): readonly string[] {
	const problems: string[] = [];
	if (row.body === null && !erased.includes('body')) problems.push('its body is gone, and nobody erased it');
	if (row.body !== null && erased.includes('body')) problems.push('its body was erased and is still there');
	const hadPlace = row.place_hash !== null;
	if (hadPlace && row.place === null && !erased.includes('place'))
		problems.push('its place is gone, and nobody erased it');
	if (row.place !== null && erased.includes('place')) problems.push('its place was erased and is still there');
	if (row.place !== null && !hadPlace) problems.push('a place was added that nobody signed');
	return problems;
}

/** What was refused is not authentic: it must still be filed as what it said it was. */
function checkRefused({ series, device }: Chain, row: AsideRow): readonly Finding[] {
	const outline = v.safeParse(refusedOutline, parsed(row.verbatim));
	const isSame =
		outline.success &&
		outline.output.header.id === row.id &&
		outline.output.header.seq === row.seq &&
		outline.output.hash === row.hash &&
		row.device === device;
	if (isSame && !isRewritten(row.verbatim)) return [];
	return [{ device: series, seq: row.seq, id: row.id, what: 'what was refused is not kept as it came' }];
}

const refusedOutline = v.object({ header: v.object({ id: v.string(), seq: v.number() }), hash: v.string() });

/** Bytes of base64url text that is written the one way in which they are written. */
function bytesOf(text: string | null): Bytes | null {
	const bytes = text === null ? null : fromBase64url(text);
	return bytes && toBase64url(bytes) === text ? bytes : null;
}

/** JSON text that was changed without changing what it says. */
const isRewritten = (text: string): boolean => JSON.stringify(parsed(text)) !== text;

/** Undefined for what is no JSON. */
function parsed(text: string): unknown {
	try {
		return JSON.parse(text);
	} catch {
		return undefined;
	}
}
