/** The screen, from opening the terminal to giving it back. */
import { render, useApp, useInput, usePaste } from 'ink';
import { type ReactNode, useEffect, useSyncExternalStore } from 'react';
import type { Opened, Shelves } from '../walk/library.ts';
import type { Session } from '../walk/session.ts';
import type { Walk } from '../walk/walk.ts';
import { App, type Keep, type KeepBackground } from './app.ts';
import { Screen } from './components/screen.tsx';
import { displayOf, setDisplay } from './display.ts';
import { handOverTo, lend, showBare, type TerminalRoom } from './hand-over.ts';
import { Keyboard, keyboardOf } from './keyboard.ts';
import { splitKeys } from './keys.ts';
import type { Drawing } from './model/drawing.ts';
import type { Remembered } from './model/form.ts';
import type { Left } from './page.ts';
import { LibraryPage } from './pages/library-page.ts';
import { Resizing, sizeOf } from './resizing.ts';
import { readShelf } from './shelf.ts';
import { giveBackWhenStopped } from './stopping.ts';

export type ScreenOptions = {
	readonly session: Session;
	readonly shelves: Shelves;
	/** Nothing can run, and no key changes that. */
	readonly dryRun: boolean;
	readonly start:
		| { readonly kind: 'library' }
		| { readonly kind: 'runbook'; readonly opened: Opened }
		| { readonly kind: 'walk'; readonly walk: Walk };
	/** What was answered in earlier runs. */
	readonly remembered?: Remembered;
	/** Is told what is answered in this one. */
	readonly keep?: Keep;
	/** The names of the runbooks that were begun last, the newest first. */
	readonly recent?: () => readonly string[];
	/** Is told for which background the person wants colours. */
	readonly keepBackground?: KeepBackground;
	readonly stdin: NodeJS.ReadStream;
	readonly stdout: NodeJS.WriteStream;
};

type Suspend = TerminalRoom['suspend'];

/**
 * Runs until the person leaves. Gives the lines that stay in the scrollback, safe to show; what is
 * thrown while drawing rejects. Either way the terminal is as it was before.
 */
export async function openScreen(options: ScreenOptions): Promise<readonly string[]> {
	const { stdout } = options;
	const shown = displayOf(options.session.environment);
	setDisplay(shown);
	const keyboard = keyboardOf(options.stdin);
	let suspend: Suspend = use => use();
	let leave: (lines: readonly string[]) => void = () => {};
	const room: TerminalRoom = {
		suspend: async use => {
			app.isLent = true;
			try {
				await suspend(use);
			} finally {
				app.isLent = false;
			}
		},
		keyboard,
		stdout,
	};
	const app = new App({
		session: options.session,
		shelves: options.shelves,
		dryRun: options.dryRun,
		size: sizeOf(stdout),
		terminal: {
			handOver: script => handOverTo(room, script),
			showBare: text => showBare(room, text),
			lend: use => lend(room, use),
			write: sequence => void stdout.write(sequence),
		},
		leave: lines => leave(lines),
		...(options.remembered ? { remembered: options.remembered } : {}),
		...(options.keep ? { keep: options.keep } : {}),
		...(options.recent ? { recent: options.recent } : {}),
		...(options.keepBackground ? { keepBackground: options.keepBackground } : {}),
		clock: () => performance.now(),
	});
	await openFirst(app, options.start);
	const resize = new Resizing(app, stdout);
	let fail: (error: unknown) => void = () => {};
	const failed = new Promise<never>((_, reject) => {
		fail = reject;
	});
	// Thrown by a key, a timer or a job's end, where nobody waits for it.
	process.on('uncaughtException', fail);
	try {
		// Before anything is drawn: a key typed until now would be echoed into the picture.
		if (keyboard instanceof Keyboard) keyboard.setRawMode(true);
		// Of the list no key starts anything: what is typed at it counts from its first picture on.
		app.ignoreUntilDrawn(options.start.kind === 'library' ? 0 : 300);
		// The screen is drawn from where the cursor stands, and an echoed key has moved it.
		stdout.write('\r');
		const left = new Promise<readonly string[]>(resolve => {
			leave = resolve;
		});
		const ink = render(
			<Root
				app={app}
				onReady={own => {
					suspend = own;
				}}
				onFault={fail}
			/>,
			{
				stdin: keyboard,
				stdout,
				exitOnCtrlC: false,
				patchConsole: false,
				alternateScreen: true,
				// It rewrites rows in place, which a reader cannot follow.
				incrementalRendering: !shown.spoken,
				isScreenReaderEnabled: shown.spoken,
				// A build server's `CI` in the environment is no reason to draw nothing.
				interactive: true,
				onRender: () => app.drawn(),
			},
		);
		resize.repaint = () => ink.clear();
		const ended = ink.waitUntilExit();
		const stopping = giveBackWhenStopped(room.suspend, () => app.isLent);
		try {
			return await Promise.race([left, ended.then(() => app.farewell), failed]);
		} finally {
			stopping();
			ink.unmount();
			// What it rejects with is what is thrown already.
			await ended.catch(() => {});
		}
	} finally {
		process.off('uncaughtException', fail);
		resize.end();
		if (keyboard instanceof Keyboard) keyboard.setRawMode(false);
	}
}

async function openFirst(app: App, start: ScreenOptions['start']): Promise<void> {
	const shelf = await readShelf(app);
	if (start.kind === 'library') {
		app.open(new LibraryPage(app, shelf));
		return;
	}
	const behind = await import('./pages/behind-library.ts');
	const list = new LibraryPage(app, shelf, behind);
	const back = (left: Left) => list.refresh(left);
	app.open(list);
	app.open(
		start.kind === 'runbook'
			? new behind.BriefPage(app, start.opened, back)
			: new behind.WalkPage(app, start.walk, back),
	);
}

/** Draws the app as it is now, and hands it every key and every paste. */
export function Root({
	app,
	onReady,
	onFault,
}: {
	readonly app: App;
	readonly onReady?: (suspend: Suspend) => void;
	/** For what is thrown while drawing, which Ink would show with its message, whatever that holds. */
	readonly onFault?: (error: unknown) => void;
}): ReactNode {
	const { suspendTerminal } = useApp();
	useSyncExternalStore(app.subscribe, () => app.version);
	useEffect(
		() => onReady?.(async use => void (await suspendTerminal(use))),
		[onReady, suspendTerminal],
	);
	useInput((input, key) => app.press(splitKeys(input, key)));
	usePaste(text => app.paste(text));
	const { columns, rows } = app.size;
	return <Screen drawing={drawingOf(app, onFault)} columns={columns} rows={rows} />;
}

function drawingOf(app: App, onFault?: (error: unknown) => void): Drawing {
	try {
		return app.draw();
	} catch (error) {
		if (!onFault) throw error;
		onFault(error);
		return { head: [], body: [], foot: [] };
	}
}
