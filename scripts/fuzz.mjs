// `npm run test:fuzz [-- --bodies N --seed S]`: hostile bodies for every endpoint and for all that a phone reads back, 100,000 unless told.
import { parseArgs } from 'node:util';
import { join } from 'node:path';
import { generate } from './generated.mjs';
import { run } from './processes.mjs';
import { prepareRuntime, root } from './runtime.mjs';

const BODIES = '100000';
const TESTS = ['tests/server/fuzz.test.ts', 'tests/server/fuzz-pages.test.ts', 'tests/unit/client/fuzz.test.ts'];

async function main() {
	const { values } = parseArgs({
		options: { bodies: { type: 'string', default: BODIES }, seed: { type: 'string' } }
	});
	const seed = values.seed ?? String(Math.floor(Math.random() * 2 ** 31));
	console.log(
		`Fuzz: ${values.bodies} bodies, seed ${seed}. Replay: npm run test:fuzz -- --bodies ${values.bodies} --seed ${seed}`
	);
	await generate();
	const started = performance.now();
	const env = { ...process.env, TOURNEE_FUZZ_BODIES: values.bodies, TOURNEE_FUZZ_SEED: seed };
	const vitest = join(root, 'node_modules', 'vitest', 'vitest.mjs');
	const code = await run(process.execPath, [vitest, 'run', '--config', 'vitest.config.ts', ...TESTS], {
		cwd: root,
		env
	});
	console.log(
		`${values.bodies} bodies, ${((performance.now() - started) / 1000).toFixed(0)} s, ${code === 0 ? 'none' : 'some'} broke a rule`
	);
	return code;
}

await prepareRuntime();
process.exitCode = await main();
