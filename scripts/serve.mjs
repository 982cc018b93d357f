// Runs the product until Ctrl-C, SIGTERM or the death of a part: settings from the environment, a welcome, a clean stop.

/** Ports of what a person starts by hand. */
export const defaultPorts = { production: 8787, development: 5173 };

/**
 * Starts the product, shows its address and logins, and ends this process when it is told to stop.
 * @param {{fromSource: boolean}} options
 */
export async function serveUntilStopped({ fromSource }) {
	const { startProduct } = await import('./product.mjs');
	const interrupt = new AbortController();
	const stopped = new Promise((resolve) => {
		// A terminal's Ctrl-C comes twice, from the terminal and from npm: only the first one counts.
		for (const signal of ['SIGINT', 'SIGTERM', 'SIGHUP']) process.on(signal, () => (interrupt.abort(), resolve('')));
	});
	try {
		const product = await startProduct({
			folder: process.env.TOURNEE_DATA || '.tournee',
			port: portSetting('TOURNEE_PORT', fromSource ? defaultPorts.development : defaultPorts.production),
			databasePort: portSetting('TOURNEE_DB_PORT', undefined),
			publicOrigin: originSetting(),
			demo: process.env.DEMO !== '0',
			fromSource,
			say: (step) => console.log(step),
			signal: interrupt.signal
		});
		printWelcome(product);
		const ended = await Promise.race([stopped, product.broken]);
		console.log(ended === '' ? '\nStopping…' : `\n${ended}\nStopping everything.`);
		await product.stop();
		process.exit(ended === '' ? 0 : 1);
	} catch (error) {
		// Whatever had started is stopped already, and being told to stop is no failure.
		if (interrupt.signal.aborted) process.exit(0);
		console.error(`\n${error instanceof Error ? error.message : error}`);
		process.exit(1);
	}
}

/** @param {string} name @param {number | undefined} fallback */
function portSetting(name, fallback) {
	const text = process.env[name];
	if (text === undefined || text === '') return fallback;
	const port = Number(text);
	if (!Number.isInteger(port) || port < 1 || port > 65_535)
		throw new Error(`${name} must be a port number, not "${text}".`);
	return port;
}

function originSetting() {
	const text = process.env.PUBLIC_ORIGIN;
	if (!text) return undefined;
	if (!URL.canParse(text) || !/^https?:$/.test(new URL(text).protocol)) {
		throw new Error(`PUBLIC_ORIGIN must be an address such as https://tournee.example.com, not "${text}".`);
	}
	return new URL(text).origin;
}

/** @param {import('./product.mjs').Product} product */
function printWelcome({ origin, accounts }) {
	console.log(`\nTournée is ready: ${origin}\n`);
	const width = Math.max(...accounts.map((account) => account.email.length), 0);
	if (accounts.length > 0) console.log('Demo logins (e-mail, password):');
	for (const { email, password, role, name } of accounts)
		console.log(`  ${email.padEnd(width)}  ${password}  ${role}, ${name}`);
	console.log('\nCtrl-C stops it.');
}
