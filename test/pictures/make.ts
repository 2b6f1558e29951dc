/**
 * `npm run pictures`: walks through all views in a real terminal at every size, and writes what the
 * terminal shows to docs/screens/ as SVG. With `--png FOLDER` they are drawn by chromium, too, for
 * looking at.
 */
import { execFileSync } from 'node:child_process';
import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { Terminal } from '../helpers/terminal.ts';
import { type Ground, svgOf } from './cells.ts';
import { type Size, scenes, sizes, stageFolder } from './stage.ts';

// This file is bundled before it runs; npm starts it in the folder of package.json.
const root = process.cwd();
const here = join(root, 'test', 'pictures');
const target = join(root, 'docs', 'screens');
const png = process.argv.includes('--png') ? process.argv.at(-1) : undefined;

const names: Readonly<Record<string, string>> = {
	enter: '\r',
	escape: '\u001b',
	down: '\u001b[B',
	left: '\u001b[D',
	'ctrl-u': '\u0015',
};

/** The script in package.json has made it, and this file beside it. */
const bundle = join(root, 'build', 'pictures', 'show.mjs');

/** The scenes whose pictures are kept; the others are on the way, and are kept as text. */
type Film = {
	readonly size: Size;
	readonly ground: Ground;
	readonly environment?: Readonly<Record<string, string>>;
	readonly keeps: (scene: string) => boolean;
	readonly folder: string;
};

const main = new Set(
	'library brief form-list walk-file walk-action walk-output output-search decision danger undo end walk-help'.split(
		' ',
	),
);

const films: readonly Film[] = [
	...sizes.map(
		(size): Film => ({
			size,
			ground: 'dark',
			keeps: scene => main.has(scene),
			folder: `${size.columns}x${size.rows}`,
		}),
	),
	{
		size: { columns: 80, rows: 24 },
		ground: 'light',
		environment: { RUNBOOK_BACKGROUND: 'light' },
		keeps: scene => ['form-list', 'walk-action', 'walk-output'].includes(scene),
		folder: 'light',
	},
	{
		size: { columns: 80, rows: 24 },
		ground: 'dark',
		environment: { LANG: 'C', LC_ALL: 'C', NO_COLOR: '1', FORCE_COLOR: '0' },
		keeps: scene => ['library', 'walk-action', 'walk-output'].includes(scene),
		folder: 'ascii',
	},
];

async function take(film: Film): Promise<void> {
	const folder = stageFolder();
	const words = [process.execPath, bundle, folder, here];
	const environment = {
		FORCE_COLOR: '1',
		NODE_ENV: 'production',
		HOME: folder,
		...film.environment,
	};
	const terminal = new Terminal([], { ...film.size, words, environment });
	const ascii = film.folder === 'ascii';
	try {
		for (const { name, keys, again, sees } of scenes) {
			for (const [at, key] of keys.entries()) {
				// Letters of a word need no looking at in between; behind Esc one would be another key.
				const isWord =
					key.length === 1 && (keys[at - 1]?.length === 1 || at === 0) && keys.length > 3;
				if (isWord) terminal.press(key);
				else await terminal.pressCalmly(names[key] ?? key);
				if (key.length === 1) await new Promise(resolve => setTimeout(resolve, 15));
			}
			const wanted = ascii
				? sees
						.replace('❯', '>')
						.replace(/[^\u0020-\u007e]/gu, '')
						.trim()
				: sees;
			for (let tries = 0; again && tries < 9 && !terminal.screen().includes(wanted); tries++) {
				await terminal.pressCalmly(names[again] ?? again);
				await terminal.calm();
			}
			await terminal.see(wanted);
			await terminal.calm();
			if (!film.keeps(name)) continue;
			mkdirSync(join(target, film.folder), { recursive: true });
			const file = join(target, film.folder, `${name}.svg`);
			const svg = svgOf(terminal.xterm, film.ground);
			writeFileSync(file, withoutPlaces(svg, folder));
			if (png !== undefined) draw(file, join(png, `${film.folder}-${name}.png`), film.size);
		}
	} finally {
		await terminal.close();
		rmSync(folder, { recursive: true, force: true });
	}
}

/** Where the runbooks and the runs lie on the machine that makes the pictures is nobody's business. */
function withoutPlaces(svg: string, folder: string): string {
	return svg
		.replaceAll(folder, '/root/.local/state')
		.replaceAll(join(here, 'runbooks'), '/usr/share/runbook/runbooks');
}

function draw(svg: string, picture: string, { columns, rows }: Size): void {
	const profile = mkdtempSync(join(tmpdir(), 'runbook-chromium-'));
	try {
		execFileSync(
			'chromium',
			[
				'--headless --no-sandbox --disable-gpu --disable-quic --no-first-run --disable-background-networking --disable-component-update --disable-sync --hide-scrollbars'.split(
					' ',
				),
				`--user-data-dir=${profile}`,
				`--window-size=${Math.ceil(columns * 8.4 + 16)},${rows * 18 + 16}`,
				`--screenshot=${picture}`,
				`file://${svg}`,
			].flat(),
			{ stdio: 'ignore' },
		);
	} finally {
		rmSync(profile, { recursive: true, force: true });
	}
}

const wanted = process.argv.find(word => word.startsWith('--only='))?.slice(7);
for (const film of films) if (wanted === undefined || film.folder === wanted) await take(film);
