// A thread of the simulation: takes shares of the seeds, one after the other, and answers each with what came of it.
import { parentPort } from 'node:worker_threads';
import './no-broadcast';
import * as v from 'valibot';
import { runShapes, runShare } from './run';

const wishSchema = v.object({
	seeds: v.array(v.string()),
	mostFailures: v.number(),
	twiceEvery: v.number(),
	shrinks: v.boolean(),
	crypto: v.picklist(['simulated', 'real']),
	shapes: v.boolean()
});

parentPort?.on('message', (message) => {
	const wish = v.parse(wishSchema, message);
	void (wish.shapes ? runShapes(wish) : runShare(wish)).then((share) => parentPort?.postMessage(share));
});
