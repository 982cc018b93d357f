// A thread of the simulation: takes shares of the seeds, one after the other, and answers each with what came of it.
import { parentPort } from 'node:worker_threads';
import * as v from 'valibot';
import { runShare } from './run';

const wishSchema = v.object({
	seeds: v.array(v.string()),
	mostFailures: v.number(),
	twiceEvery: v.number(),
	isReal: v.optional(v.boolean(), false)
});

parentPort?.on('message', (wish) => {
	void runShare(v.parse(wishSchema, wish)).then((share) => parentPort?.postMessage(share));
});
