// The API described by its own schemas: OpenAPI 3.1, made from what the endpoints parse with.
import { toJsonSchema } from '@valibot/to-json-schema';
import * as v from 'valibot';
import { BLOB_HEADERS, blobAnswerSchema } from '$lib/core/blob';
import { boardSchema } from '$lib/core/board';
import { dateSchema } from '$lib/core/operation';
import {
	blobRefSchema,
	deviceAnswerSchema,
	deviceRequestSchema,
	jsonSchema,
	MAX_PUSH_BYTES,
	problemSchema,
	sessionAnswerSchema,
	sessionRequestSchema,
	syncAnswerSchema,
	syncRequestSchema
} from '$lib/core/wire';
import type { Json } from '$lib/core/canonical';

/** The OpenAPI document of this deployment; `origin` is where the API is served. */
export function openApi(origin: string): Json {
	return {
		openapi: '3.1.0',
		info: {
			title: 'Tournée',
			version: '1',
			description:
				'Bodies may be gzipped both ways. Operations are signed and chained; their contents never get a 4xx, each has an outcome. A sync of another wire version is refused as a whole (wire-too-old, wire-too-new). Answers may hold more than this document says.'
		},
		servers: [{ url: origin }],
		paths: {
			'/api/session': {
				post: operation('Signs in', {
					body: 'SessionRequest',
					answer: 'Session',
					problems: [400, 401, 413, 415, 429, 503]
				}),
				delete: { summary: 'Signs out', responses: { '204': { description: 'Signed out' } } }
			},
			'/api/devices': {
				post: operation('Enrols a device', {
					body: 'DeviceRequest',
					answer: 'Device',
					problems: [400, 401, 403, 409, 413, 415]
				})
			},
			'/api/sync': {
				post: operation(`Pushes at most ${MAX_PUSH_BYTES} bytes of operations and pulls what changed`, {
					body: 'SyncRequest',
					answer: 'Sync',
					problems: [400, 401, 403, 404, 413, 415, 503]
				})
			},
			'/api/blobs/{sha256}': blobOperations(),
			'/api/board': { get: boardOperation() }
		},
		components: {
			schemas: {
				SessionRequest: jsonSchemaOf(sessionRequestSchema),
				Session: jsonSchemaOf(sessionAnswerSchema),
				DeviceRequest: jsonSchemaOf(deviceRequestSchema),
				Device: jsonSchemaOf(deviceAnswerSchema),
				SyncRequest: jsonSchemaOf(syncRequestSchema),
				Sync: jsonSchemaOf(syncAnswerSchema),
				Blob: jsonSchemaOf(blobAnswerSchema),
				Board: jsonSchemaOf(boardSchema),
				Problem: jsonSchemaOf(problemSchema)
			}
		}
	};
}

type Shape = { readonly body?: string; readonly answer: string; readonly problems: readonly number[] };

function operation(
	summary: string,
	{ body, answer, problems }: Shape,
	more: { readonly [status: string]: Json } = {}
): { readonly [key: string]: Json } {
	const refused = { description: 'Refused', content: contentOf('Problem') };
	const responses = Object.fromEntries(problems.map((status) => [String(status), refused]));
	return {
		summary,
		...(body ? { requestBody: { required: true, content: contentOf(body) } } : {}),
		responses: { '200': { description: 'Done', content: contentOf(answer) }, ...more, ...responses }
	};
}

function boardOperation(): Json {
	const day = { name: 'day', in: 'query', required: false, schema: { type: 'string', format: 'date' } };
	const shape = { answer: 'Board', problems: [400, 401, 403] };
	const unchanged = { '304': { description: 'Unchanged since the ETag of If-None-Match' } };
	return { ...operation('Figures of a day, with a weak ETag', shape, unchanged), parameters: [day] };
}

/** A file travels as it is; who has no session proves by the device's signature that the file is its own. */
function blobOperations(): Json {
	const text = { type: 'string' };
	const named = { name: 'sha256', in: 'path', required: true, schema: jsonSchemaOf(blobRefSchema.entries.sha256) };
	const proof = [BLOB_HEADERS.device, BLOB_HEADERS.proof].map((name) => ({
		...{ name, in: 'header', required: false, schema: text },
		description: 'Instead of a session: the device, and its ECDSA signature over {call, device, piece, sha256}'
	}));
	const range = { name: 'content-range', in: 'header', required: true, schema: text, example: 'bytes 0-65535/81920' };
	const put = operation('Takes a piece of 64 KiB of a file that a stored operation announced', {
		answer: 'Blob',
		problems: [400, 401, 403, 404, 409, 413, 415, 422, 503]
	});
	const binary = { 'application/octet-stream': { schema: { type: 'string', format: 'binary' } } };
	const offset = Object.fromEntries(
		[BLOB_HEADERS.offset, BLOB_HEADERS.length].map((name) => [name, { schema: { type: 'integer' } }])
	);
	const refused = (status: number) =>
		[String(status), { description: 'Refused', content: contentOf('Problem') }] as const;
	return {
		parameters: [named],
		head: {
			summary: 'How far the upload of a file is',
			parameters: proof,
			responses: { '200': { description: 'Where the next piece begins', headers: offset } }
		},
		put: { ...put, parameters: [range, ...proof], requestBody: { required: true, content: binary } },
		get: {
			summary: 'A verified file, as an attachment',
			responses: {
				'200': { description: 'The file', content: binary },
				...Object.fromEntries([400, 401, 404, 409].map(refused))
			}
		}
	};
}

const contentOf = (name: string): Json => ({
	'application/json': { schema: { $ref: `#/components/schemas/${name}` } }
});

const jsonText = v.pipe(v.string(), v.parseJson(), jsonSchema);

/** JSON Schema of what travels. A civil date is a string of its format; the body of an operation is any JSON. */
function jsonSchemaOf(schema: v.GenericSchema): Json {
	const written = toJsonSchema(schema, {
		target: 'draft-2020-12',
		typeMode: 'input',
		errorMode: 'ignore',
		overrideSchema: ({ valibotSchema, jsonSchema }) =>
			valibotSchema === dateSchema ? { type: 'string', format: 'date' } : jsonSchema
	});
	const { $schema: _, ...rest } = written;
	return v.parse(jsonText, JSON.stringify(rest));
}
