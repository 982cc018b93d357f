// The only fetch of the phone. Success is 200, JSON, and exactly the answer that was asked for; anything else is "not sent", with a reason.
import * as v from 'valibot';
import { refusal, type Refusal } from '$lib/core/refusal';
import { err, ok, type Result } from '$lib/core/result';
import { instant, type Instant } from '$lib/core/time';
import { problemSchema } from '$lib/core/wire';
import { parseJson, utf8 } from '../local/bytes';
import type { Ports } from '../ports';
import { gzip } from './gzip';

/**
 * Why nothing was sent, as far as the phone may believe: 'offline', 'network' (cut on the way), 'timeout',
 * 'captive-portal' (a redirect or a page instead of an answer), 'server-busy' (429, 503), 'server-error', 'unexpected-answer',
 * 'session-expired', or the server's own refusal.
 */
export type NotSent = {
	readonly refusal: Refusal;
	/** How long the server asked to wait; null when it did not say. */
	readonly retryAfterMs: number | null;
};

/** An answer, with the device clock around it: the server's time is compared with the middle. */
export type Sent<T> = { readonly value: T; readonly startedMs: Instant; readonly endedMs: Instant };

type Call = {
	readonly method: 'GET' | 'POST' | 'PUT' | 'DELETE' | 'HEAD';
	readonly path: string;
	/** JSON, or bytes that travel as they are; null for none. */
	readonly body: unknown;
	readonly headers?: Readonly<Record<string, string>>;
};

const BASE_DEADLINE_MS = 30_000;
/** A server that asks for more is asked again after so long. */
const LONGEST_WAIT_MS = 3_600_000;
/** Without a network a request fails at once; one that fails after so long was on its way. */
const CUT_AFTER_MS = 3_000;
/** The slowest link that is waited for: 4 KB/s. */
const BYTES_PER_MS = 4;
/** Below this, compressing costs more than it saves. */
const LEAST_TO_COMPRESS = 1_024;

/** Calls the server and judges the answer by a schema. */
export async function call<S extends v.GenericSchema>(
	ports: Ports,
	request: Call,
	schema: S
): Promise<Result<Sent<v.InferOutput<S>>, NotSent>> {
	const startedMs = ports.now();
	const answered = await exchange(ports, request);
	if (!answered.ok) return answered;
	const { response, text } = answered.value;
	const endedMs = ports.now();
	const refused = refusalOf(response, text, ports.now());
	if (refused) return err(refused);
	const parsed = v.safeParse(schema, parseJson(text));
	if (!parsed.success) return notSent('unexpected-answer', { at: v.getDotPath(parsed.issues[0]) });
	return ok({ value: parsed.output, startedMs, endedMs });
}

/** Calls the server for its effect only, e.g. to end a session. */
export async function tell(ports: Ports, request: Call): Promise<Result<null, NotSent>> {
	const answered = await exchange(ports, request);
	if (!answered.ok) return answered;
	return answered.value.response.status === 204 ? ok(null) : notSent('unexpected-answer');
}

/**
 * Asks with HEAD: the answer is in the headers, and those that `schema` asks for are set by our server alone. `refusalIn` names
 * the header that holds the code of a refusal, as there is no body to say it.
 */
export async function ask<S extends v.GenericSchema>(
	ports: Ports,
	request: Pick<Call, 'path' | 'headers'> & { readonly refusalIn: string },
	schema: S
): Promise<Result<v.InferOutput<S>, NotSent>> {
	const answered = await exchange(ports, { method: 'HEAD', body: null, ...request });
	if (!answered.ok) return answered;
	const { response, text } = answered.value;
	const code = response.headers.get(request.refusalIn);
	if (code !== null && response.status >= 400 && response.status < 500 && response.status !== 401) return notSent(code);
	const parsed = v.safeParse(schema, Object.fromEntries(response.headers));
	if (response.status === 200 && parsed.success) return ok(parsed.output);
	return err(refusalOf(response, text, ports.now()) ?? captivePortal(response.status));
}

type Exchange = { readonly response: Response; readonly text: string };

async function exchange(ports: Ports, request: Call): Promise<Result<Exchange, NotSent>> {
	const { headers, body } = await packed(request.body);
	const deadline = ports.deadline(BASE_DEADLINE_MS + Math.ceil((body?.length ?? 0) / BYTES_PER_MS));
	const startedMs = ports.now();
	let response: Response;
	try {
		response = await ports.fetch(request.path, {
			method: request.method,
			headers: { ...headers, ...request.headers },
			body,
			credentials: 'same-origin',
			cache: 'no-store',
			redirect: 'manual',
			signal: deadline
		});
	} catch {
		const isCut = ports.now() - startedMs > CUT_AFTER_MS;
		return notSent(deadline.aborted ? 'timeout' : isCut ? 'network' : 'offline');
	}
	try {
		return ok({ response, text: await response.text() });
	} catch {
		// Cut in the middle of the answer: the server may well have taken everything.
		return notSent(deadline.aborted ? 'timeout' : 'network');
	}
}

async function packed(
	body: unknown
): Promise<{ headers: Record<string, string>; body: Uint8Array<ArrayBuffer> | null }> {
	const accept = { accept: 'application/json' };
	if (body === null) return { headers: accept, body: null };
	if (body instanceof Uint8Array)
		return { headers: { ...accept, 'content-type': 'application/octet-stream' }, body: new Uint8Array(body) };
	const bytes = utf8(JSON.stringify(body));
	const headers = { ...accept, 'content-type': 'application/json' };
	const small = bytes.length < LEAST_TO_COMPRESS ? null : await gzip(bytes);
	return small ? { headers: { ...headers, 'content-encoding': 'gzip' }, body: small } : { headers, body: bytes };
}

/** Null for an answer that may be believed; what a captive portal or a proxy says is never an answer of ours. */
function refusalOf(response: Response, text: string, now: Instant): NotSent | null {
	const { status } = response;
	const retryAfterMs = retryAfter(response.headers, now);
	const say = (code: string, data: Refusal['data'] = { status }): NotSent => ({
		refusal: refusal(code, data),
		retryAfterMs
	});
	if (response.type === 'opaqueredirect' || response.redirected || (status >= 300 && status < 400))
		return say('captive-portal');
	const isJson = /^application\/json\b/i.test(response.headers.get('content-type') ?? '');
	const problem = isJson ? v.safeParse(problemSchema, parseJson(text)) : null;
	if (status === 401)
		return say('session-expired', problem?.success ? { reason: problem.output.error.code } : { status });
	if (status === 429 || status === 503) return say('server-busy');
	if (status >= 500) return say('server-error');
	if (status !== 200)
		return problem?.success ? { refusal: problemRefusal(problem.output), retryAfterMs } : say('captive-portal');
	return isJson ? null : say('captive-portal');
}

const captivePortal = (status: number): NotSent => ({
	refusal: refusal('captive-portal', { status }),
	retryAfterMs: null
});

function problemRefusal({ error }: v.InferOutput<typeof problemSchema>): Refusal {
	return error.data ? refusal(error.code, error.data) : refusal(error.code);
}

/**
 * Seconds or an HTTP date (RFC 9110 §10.2.3), as milliseconds from now, at most an hour. A date is compared with the answer's own:
 * the phone's clock may be years off.
 */
function retryAfter(headers: Headers, now: Instant): number | null {
	const header = headers.get('retry-after');
	if (header === null) return null;
	const answered = Date.parse(headers.get('date') ?? '');
	const present = Number.isNaN(answered) ? now : answered;
	const milliseconds = /^\d+$/.test(header) ? Number(header) * 1000 : Date.parse(header) - present;
	if (!Number.isFinite(milliseconds)) return null;
	return instant(Math.min(LONGEST_WAIT_MS, Math.max(0, milliseconds)));
}

function notSent(code: string, data?: Refusal['data']): Result<never, NotSent> {
	return err({ refusal: data ? refusal(code, data) : refusal(code), retryAfterMs: null });
}
