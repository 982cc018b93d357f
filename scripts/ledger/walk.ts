// Walks parts of chains with one connection to the database: reads a part, checks it, and answers what is wrong with it.
import type { Client } from '@libsql/client/http';
import { createPublicKey, hash, verify, type KeyObject } from 'node:crypto';
import type { CheckPorts } from '$lib/core/chain';
import { checkForked, checkPart } from './check-chain';
import { readForked, readPart, type Part } from './chain-rows';
import type { Finding } from './finding';

export type Walked = { readonly operations: number; readonly findings: readonly Finding[] };

/** Checks a part of a chain; what was forked from it is looked at with its first part. */
export async function walk(client: Client, part: Part): Promise<Walked> {
	const rows = await readPart(client, part);
	const findings = [...(await checkPart(part, rows, ports))];
	if (part.from === 1)
		for (const row of await readForked(client, part.chain.device))
			findings.push(...(await checkForked(part.chain, row, ports)));
	return { operations: rows.operations.length + rows.refused.length, findings };
}

/** Keys by their text, imported once; null for what is no point of the curve. */
const keys = new Map<string, KeyObject | null>();

/** Node's own cryptography, at once: the thread has nothing else to do. */
const ports: CheckPorts = {
	sha256: async (bytes) => new Uint8Array(hash('sha256', bytes, 'buffer')),
	verify: async ({ x, y }, bytes, signature) => {
		const name = `${x}.${y}`;
		const known = keys.get(name);
		const key = known === undefined ? importKey(x, y) : known;
		keys.set(name, key);
		return key !== null && verify('sha256', bytes, { key, dsaEncoding: 'ieee-p1363' }, signature);
	}
};

function importKey(x: string, y: string): KeyObject | null {
	try {
		return createPublicKey({ key: { kty: 'EC', crv: 'P-256', x, y }, format: 'jwk' });
	} catch {
		return null;
	}
}
