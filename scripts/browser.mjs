// Finds Chromium for the browser tests, installs the system's package where there is none, and says clearly when neither works.
import { spawnSync } from 'node:child_process';
import { existsSync } from 'node:fs';
import { delimiter, join } from 'node:path';
import { run } from './processes.mjs';

/** How Chromium is started in tests: quiet, without services of its own that would use the network. */
export const chromiumFlags = [
	'--no-sandbox',
	'--disable-quic',
	'--disable-background-networking',
	'--disable-component-update',
	'--disable-sync',
	'--no-first-run'
];

const names = ['chromium', 'chromium-browser', 'google-chrome-stable', 'google-chrome'];
const applications = [
	'/Applications/Google Chrome.app/Contents/MacOS/Google Chrome',
	'/Applications/Chromium.app/Contents/MacOS/Chromium'
];

/**
 * Path of a Chromium on this machine; `CHROMIUM` names another one.
 * @returns {string | null}
 */
export function findChromium() {
	const folders = (process.env.PATH ?? '').split(delimiter).filter(Boolean);
	const candidates = [
		process.env.CHROMIUM ?? '',
		...names.flatMap((name) => folders.map((folder) => join(folder, name))),
		...applications
	];
	return candidates.find((path) => path !== '' && existsSync(path)) ?? null;
}

/**
 * Path of a Chromium, installed now if need be.
 * @returns {Promise<string>}
 */
export async function requireChromium() {
	const found = findChromium();
	if (found) return found;
	const asRoot = process.getuid?.() === 0 ? [] : ['sudo', '-n'];
	if (isCommand('apt-get') && (asRoot.length === 0 || mayUseSudo())) {
		console.log('No Chromium found: installing it with apt-get…');
		await run('env', [...asRoot, 'apt-get', 'update', '-q']);
		await run('env', [
			...asRoot,
			'env',
			'DEBIAN_FRONTEND=noninteractive',
			...'apt-get install -y -q --no-install-recommends chromium'.split(' ')
		]);
		const installed = findChromium();
		if (installed) return installed;
	}
	throw new Error(
		'The browser tests need Chromium, and it could not be installed here. Install the package "chromium" (or Google Chrome) and run again; CHROMIUM=/path/to/it names one that is elsewhere.'
	);
}

/** @param {string} command */
const isCommand = (command) => spawnSync('sh', ['-c', `command -v ${command}`]).status === 0;

const mayUseSudo = () => isCommand('sudo') && spawnSync('sudo', ['-n', 'true']).status === 0;
