/** Lends the terminal to a command, or to plain text, and takes it back. */
import { once } from 'node:events';
import type { Script } from '../run/plan.ts';
import { width } from '../text/width.ts';
import type { HandOver } from '../walk/jobs.ts';
import { display, showText } from './display.ts';

export type TerminalRoom = {
	/** Ink's `suspendTerminal`. */
	readonly suspend: (use: () => Promise<void>) => Promise<void>;
	readonly keyboard: NodeJS.ReadStream;
	readonly stdout: NodeJS.WriteStream;
};

/** For a script: prints it first, and waits for a key at its end. */
export function handOverTo(room: TerminalRoom, script: Script | undefined): HandOver {
	return async <T>(use: () => Promise<T>): Promise<T> => {
		let result: { readonly value: T } | undefined;
		await lend(room, async () => {
			const bar = display().ascii ? '|' : '│';
			const lines = (script?.text ?? '').split('\n').map(line => `${bar} ${showText(line)}`);
			write(room, `${lines.join('\n')}\n\n`);
			const value = await use();
			result = { value };
			const status = statusOf(value);
			const how = status === undefined ? 'ended without a status' : `ended with status ${status}`;
			// Also after a success: what it printed is recorded nowhere, and would be gone at once.
			write(room, `\nThe command ${how}. A key goes back to runbook. `);
			await nextKey(room);
		});
		if (!result) throw new TypeError('The terminal was taken back without a result.');
		return result.value;
	};
}

/**
 * Shows lines as they are, without any border, for the mouse; they are made safe here. What fits is
 * shown on a screen of its own, and the shell's stays as it was. Only what is longer has to go
 * where a terminal scrolls back.
 */
export async function showBare(room: TerminalRoom, text: string): Promise<void> {
	const { columns = 80, rows = 24 } = room.stdout;
	const lines = text.split('\n').map(line => showText(line));
	const height = lines.reduce(
		(sum, line) => sum + Math.max(1, Math.ceil(width(line) / columns)),
		0,
	);
	const fits = height + BARE_FRAME <= rows;
	const show = async () => {
		write(room, `${lines.join('\n')}\n\n${GOES_BACK}`);
		await nextKey(room);
		// Left there, it would look as if the program still waited for a key.
		write(room, '\r\x1b[K');
	};
	if (fits) await lendWith(room, onOwnScreen, show);
	else await lendWith(room, below, show);
}

const GOES_BACK = '(a key goes back) ';

/** The rows of `GOES_BACK` and of the blank one before it, and one that a wide sign at a margin may cost. */
const BARE_FRAME = 3;

export function lend(room: TerminalRoom, use: () => Promise<void>): Promise<void> {
	return lendWith(room, below, use);
}

type Place = { readonly before: (rows: number) => string; readonly after: string };

const below: Place = {
	// Scrolled away, not erased: what stood on the screen before is the person's.
	before: rows => `${'\n'.repeat(rows)}\x1b[H`,
	// The screen is drawn from where the cursor stands, so that must be the left edge.
	after: '\r\n',
};

/** The alternate screen: Ink has left its own, and enters it anew. */
const onOwnScreen: Place = { before: () => '\x1b[?1049h\x1b[2J\x1b[H', after: '\x1b[?1049l' };

async function lendWith(room: TerminalRoom, place: Place, use: () => Promise<void>): Promise<void> {
	// Ink does not guard against Ctrl-C meanwhile: without a listener the whole program would end.
	const ignore = () => {};
	process.on('SIGINT', ignore);
	process.on('SIGQUIT', ignore);
	try {
		await room.suspend(async () => {
			write(room, place.before(room.stdout.rows ?? 24));
			try {
				await use();
			} finally {
				write(room, place.after);
			}
		});
	} finally {
		process.off('SIGINT', ignore);
		process.off('SIGQUIT', ignore);
	}
}

function write({ stdout }: TerminalRoom, text: string): void {
	stdout.write(text);
}

/** `runOnTerminal` gives a status; of anything else nothing is known. */
function statusOf(value: unknown): number | undefined {
	return typeof value === 'object' && value !== null && 'status' in value
		? Number(value.status)
		: undefined;
}

/** A key that is pressed from now on. */
async function nextKey({ keyboard }: TerminalRoom): Promise<void> {
	keyboard.setRawMode(true);
	try {
		while (keyboard.read() !== null);
		do await once(keyboard, 'readable');
		while (keyboard.read() === null);
	} finally {
		keyboard.setRawMode(false);
	}
}
