/**
 * A machine that is always the same, for pictures of the screen and for holding it as text: host,
 * person and the ids of runs are fixed, and the runbooks are those beside this file.
 */
import { mkdtempSync } from 'node:fs';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import type { Shelves } from '../../source/walk/library.ts';
import { openSession, type Session } from '../../source/walk/session.ts';

/** Always of the same length, whatever TMPDIR says: the last page shows it. */
export function stageFolder(): string {
	return mkdtempSync('/tmp/runbook-stage-');
}

/** A session in `folder`. Its clock is the real one: the ends of jobs are times of real files. */
export function stageSession(
	folder: string,
	environment: Readonly<Record<string, string | undefined>>,
): Session {
	let ids = 0;
	return {
		...openSession('0.1.0', environment),
		home: join(folder, 'state'),
		host: 'web1.example.org',
		user: 'root',
		root: true,
		random: bytes => new Uint8Array(bytes).fill(0x2c + 7 * ids++),
	};
}

/** `pictures` is the folder of this file, where it is not run from its place. */
export function stageShelves(
	pictures = fileURLToPath(new URL('.', import.meta.url)),
	cwd = '/nonexistent',
): Shelves {
	return { builtIn: join(pictures, 'runbooks'), cwd };
}

export type Size = { readonly columns: number; readonly rows: number };

/** From the smallest that is of use to a whole screen. */
export const sizes: readonly Size[] = [
	{ columns: 60, rows: 15 },
	{ columns: 80, rows: 24 },
	{ columns: 100, rows: 30 },
	{ columns: 200, rows: 60 },
];

/**
 * The way through all views. Each scene is reached by `keys` from the one before, as they are named
 * in test/ui/helpers.tsx, and is there when `sees` is on the screen of any size.
 */
export type Scene = {
	readonly name: string;
	readonly keys: readonly string[];
	/** Then this key, as often as it takes: on a low terminal `r` scrolls before it runs. */
	readonly again?: string;
	readonly sees: string;
};

const typed = (text: string) => [...text];

export const scenes: readonly Scene[] = [
	{ name: 'library', keys: [], sees: 'Type to filter' },
	{ name: 'library-help', keys: ['?'], sees: 'Keys of the library' },
	{ name: 'library-filter', keys: ['escape', ...typed('web')], sees: '1 of 3 runbooks' },
	{ name: 'brief', keys: ['enter'], sees: 'Put a new configuration' },
	{ name: 'form', keys: [], again: 'enter', sees: '❯ The machine with the web server' },
	{
		name: 'form-list',
		keys: [
			...typed('here'),
			'enter',
			...typed('proxy1'),
			'enter',
			'enter',
			...typed('www.example.org'),
			'enter',
			...typed('no good'),
		],
		sees: 'neither the name nor',
	},
	{
		name: 'form-choice',
		keys: ['ctrl-u', 'enter', 'ctrl-u', ...typed('e')],
		sees: 'alert  emerg',
	},
	{
		name: 'form-secret',
		keys: [...typed('rror'), 'enter', ...typed('hunter2')],
		sees: '•••••••',
	},
	{ name: 'walk', keys: ['enter', 'enter'], sees: 'Look first' },
	{ name: 'walk-passed', keys: ['r'], sees: 'exit 0' },
	{ name: 'walk-file', keys: ['enter'], sees: '+ ServerName intranet' },
	{
		name: 'walk-action',
		keys: ['s', ...typed('Another time.'), 'enter', 'enter'],
		sees: 'A reload takes a moment',
	},
	{ name: 'walk-output', keys: [], again: 'r', sees: 'This step is done' },
	{ name: 'output', keys: ['o', 'left'], sees: 'Output of command 1 of 2' },
	{ name: 'output-search', keys: ['/', ...typed('shop'), 'enter'], sees: 'shop stands in line' },
	{ name: 'undo', keys: ['b', 'u'], sees: 'newest first' },
	{ name: 'copies', keys: ['b', 'C'], sees: 'The rest of the procedure' },
	{ name: 'elsewhere', keys: ['b', 'enter'], sees: 'not this machine' },
	{ name: 'decision', keys: ['d', 'down'], sees: '❯ ( ) No' },
	{ name: 'danger', keys: ['enter'], again: 'r', sees: 'type its name, web1' },
	{
		name: 'note',
		keys: ['escape', 'n', ...typed('The proxy was slow.')],
		sees: 'The proxy was slow.',
	},
	{
		name: 'by-hand',
		keys: ['enter', 's', ...typed('Not needed.'), 'enter', 'enter'],
		sees: 'say so with d',
	},
	{ name: 'end', keys: ['d', 'enter'], sees: 'Nothing is left to be done' },
	{ name: 'walk-help', keys: ['b', '?'], sees: 'This is run' },
];
