// `npm run test:access [-- playwright options]`: every screen in three themes and two languages against the rules of access; TOURNEE_SCREENS=1 keeps pictures.
import { runPlaywright } from './playwright.mjs';
import { prepareRuntime } from './runtime.mjs';

await prepareRuntime();
try {
	process.exitCode = await runPlaywright('access', process.argv.slice(2));
} catch (error) {
	console.error(error instanceof Error ? error.message : error);
	process.exitCode = 1;
}
