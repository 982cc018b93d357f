// Makes the demo company and tops up its day: node --import ./scripts/typescript.mjs scripts/seed.mjs --url URL --today yyyy-mm-dd [--key-file FILE]
import { readFileSync } from 'node:fs';
import { parseArgs } from 'node:util';

const { values } = parseArgs({
	options: { url: { type: 'string' }, today: { type: 'string' }, 'key-file': { type: 'string' } }
});
const keyFile = values['key-file'];
const serverKey = keyFile ? readFileSync(keyFile, 'utf8') : process.env.SERVER_KEY;
if (!values.url || !values.today || !serverKey) {
	console.error(
		'usage: seed.mjs --url LIBSQL_URL --today yyyy-mm-dd [--key-file FILE]; without a file the key is in SERVER_KEY'
	);
	process.exit(2);
}
// Without the loader (a direct call), it is registered here, before the first TypeScript is imported.
await import('./typescript.mjs');
const { seed } = await import('./seed/run.ts');
const result = await seed({ url: values.url, today: values.today, serverKey });
console.log(JSON.stringify(result));
