// A thread of the verifier: walks parts of chains, one after the other, with a connection of its own.
import { parentPort, workerData } from 'node:worker_threads';
import * as v from 'valibot';
import { open } from './open';
import { walk } from './walk';

const client = open(v.parse(v.object({ url: v.string(), token: v.nullable(v.string()) }), workerData));

const partSchema = v.object({
	chain: v.object({
		device: v.string(),
		org: v.string(),
		user: v.nullable(v.string()),
		series: v.string(),
		publicKeys: v.array(v.object({ x: v.string(), y: v.string() }))
	}),
	from: v.number(),
	to: v.number()
});

parentPort?.on('message', (message) => {
	void walk(client, v.parse(partSchema, message)).then((walked) => parentPort?.postMessage(walked));
});
