/** A screen without a terminal: real walks in folders of their own, keys in, frames out. */
import { mkdirSync, mkdtempSync, realpathSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { render } from 'ink-testing-library';
import { type ReactNode, useEffect, useSyncExternalStore } from 'react';
import { onTestFinished } from 'vitest';
import { App, type Terminal } from '../../source/ui/app.ts';
import { makeShelf } from '../../source/ui/model/library.ts';
import { Root } from '../../source/ui/open-screen.tsx';
import type { Page } from '../../source/ui/page.ts';
import * as behind from '../../source/ui/pages/behind-library.ts';
import { LibraryPage } from '../../source/ui/pages/library-page.ts';
import { WalkPage } from '../../source/ui/pages/walk-page.ts';
import { unfinishedRuns } from '../../source/ui/unfinished.ts';
import { library, type Shelves } from '../../source/walk/library.ts';
import { beginWalk } from '../../source/walk/open-walk.ts';
import { openSession, type Session } from '../../source/walk/session.ts';
import type { Walk } from '../../source/walk/walk.ts';
import { markdown, runbookOf } from '../helpers/runbooks.ts';

/** A folder of this test alone. */
export function temporaryFolder(): string {
	const folder = realpathSync(mkdtempSync(join(tmpdir(), 'runbook-ui-')));
	onTestFinished(() => rmSync(folder, { recursive: true, force: true }));
	return folder;
}

/** The body of a runbook with a folder of its own for `FOLDER`. */
export const inFolder = (body: string) => {
	const folder = temporaryFolder();
	return { folder, body: body.replaceAll('FOLDER', folder) };
};

/** A session whose state lies in `folder`. Its machine is called `fw1.example.org`. */
export function sessionIn(folder: string, more: Partial<Session> = {}): Session {
	const session = openSession('test', { PATH: process.env.PATH, HOME: folder, LC_ALL: 'C.UTF-8' });
	return { ...session, home: join(folder, 'state'), host: 'fw1.example.org', user: 'op', ...more };
}

/** A walk over a runbook from a few lines of Markdown. */
export function walkOf(
	body: string,
	options: { readonly head?: string; readonly dryRun?: boolean; readonly session?: Session } = {},
): Walk {
	const session = options.session ?? sessionIn(temporaryFolder());
	const walk = beginWalk(session, runbookOf(body, options.head), {
		file: '/x/trial.md',
		dryRun: options.dryRun ?? false,
	});
	onTestFinished(() => walk.close());
	return walk;
}

/** A folder with runbooks that counts as the built-in one; `{ name: body }`. */
export function shelvesWith(
	runbooks: Readonly<Record<string, string>>,
	where = 'built-in',
): Shelves {
	const folder = temporaryFolder();
	const builtIn = join(folder, 'built-in');
	const cwd = join(folder, 'cwd');
	const place = where === 'built-in' ? builtIn : join(cwd, 'runbooks');
	for (const made of [builtIn, join(cwd, 'runbooks')]) mkdirSync(made, { recursive: true });
	for (const [name, body] of Object.entries(runbooks)) {
		writeFileSync(join(place, `${name}.md`), markdown(body).replace('# Trial', `# The ${name}`));
	}
	return { builtIn, cwd };
}

export type Trial = {
	readonly app: App;
	/** What was written past the screen: sequences for the clipboard. */
	readonly written: readonly string[];
	readonly left: () => readonly string[] | undefined;
	frame(): string;
	/** Keys one after the other, each a moment after the one before, as a person types. */
	press(...keys: readonly string[]): Promise<void>;
	/** Keys in one chunk, at the same moment as whatever came before. */
	chunk(keys: string): Promise<void>;
	paste(text: string): Promise<void>;
	/** Waits until all of these are on the screen. */
	sees(...texts: readonly string[]): Promise<string>;
	resize(columns: number, rows: number): void;
};

const names: Readonly<Record<string, string>> = {
	enter: '\r',
	escape: '\x1b',
	tab: '\t',
	up: '\x1b[A',
	down: '\x1b[B',
	right: '\x1b[C',
	left: '\x1b[D',
	pagedown: '\x1b[6~',
	pageup: '\x1b[5~',
	backspace: '\x7f',
	delete: '\x1b[3~',
	'ctrl-c': '\x03',
	'ctrl-d': '\x04',
	'ctrl-s': '\x13',
};

export type TrialOptions = {
	readonly session?: Session;
	readonly shelves?: Shelves;
	readonly dryRun?: boolean;
	readonly columns?: number;
	readonly rows?: number;
	readonly terminal?: Partial<Terminal>;
};

/** A screen with the page that `first` makes. */
export function screenWith(first: (app: App) => Page, options: TrialOptions = {}): Trial {
	let now = 10_000;
	let left: readonly string[] | undefined;
	const written: string[] = [];
	const app = new App({
		session: options.session ?? sessionIn(temporaryFolder()),
		shelves: options.shelves ?? shelvesWith({}),
		dryRun: options.dryRun ?? false,
		size: { columns: options.columns ?? 80, rows: options.rows ?? 24 },
		terminal: {
			handOver: () => use => use(),
			showBare: async () => {},
			lend: use => use(),
			write: sequence => void written.push(sequence),
			...options.terminal,
		},
		leave: lines => {
			left = lines;
		},
		clock: () => now,
	});
	// Counted, because Ink waits a moment after Esc, whether it begins a longer sequence.
	let received = 0;
	const { press, paste } = app;
	Object.assign(app, {
		press(...keys: Parameters<App['press']>) {
			received += 1;
			press.apply(app, keys);
		},
		paste(text: string) {
			received += 1;
			paste.call(app, text);
		},
	});
	app.open(first(app));
	const ink = render(<Drawn app={app} />);
	onTestFinished(() => {
		ink.unmount();
		ink.cleanup();
	});
	const frame = () => ink.lastFrame() ?? '';
	const send = async (text: string) => {
		const before = received;
		ink.stdin.write(text);
		await until(`key ${JSON.stringify(text)} to arrive`, () => received > before || undefined);
	};
	return {
		app,
		written,
		left: () => left,
		frame,
		async press(...keys) {
			for (const key of keys) {
				now += 1000;
				await send(names[key] ?? key);
			}
		},
		chunk: send,
		paste: text => send(`\x1b[200~${text}\x1b[201~`),
		async sees(...texts) {
			await until(
				() => `${texts.join(' and ')} in:\n${frame()}`,
				() => texts.every(text => frame().includes(text)) || undefined,
			);
			return frame();
		},
		resize(columns, rows) {
			app.resize({ columns, rows });
		},
	};
}

export function walkScreen(walk: Walk, options: TrialOptions = {}): Trial {
	return screenWith(app => new WalkPage(app, walk, () => {}), {
		session: walk.session,
		...options,
	});
}

export function libraryScreen(options: TrialOptions = {}): Trial {
	return screenWith(libraryPage, options);
}

/** The library with all that is in it read, and what lies behind it loaded. */
export function libraryPage(app: App): LibraryPage {
	const listed = library(app.session, app.shelves);
	return new LibraryPage(app, makeShelf(unfinishedRuns(app.session), listed, app.recent()), behind);
}

/** A terminal tells the app after each frame; the testing library does not. */
function Drawn({ app }: { readonly app: App }): ReactNode {
	useSyncExternalStore(app.subscribe, () => app.version);
	useEffect(() => app.drawn());
	return <Root app={app} />;
}

/** Waits until `condition` gives something; fails after ten seconds. */
export async function until<T>(
	what: string | (() => string),
	condition: () => T | undefined,
): Promise<T> {
	const end = performance.now() + 10_000;
	for (;;) {
		const value = condition();
		if (value !== undefined) return value;
		if (performance.now() > end) {
			throw new Error(`ten seconds passed without ${typeof what === 'string' ? what : what()}`);
		}
		await new Promise(resolve => setTimeout(resolve, 2));
	}
}
