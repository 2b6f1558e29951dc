/** Lends the terminal to a command, or to plain text, and takes it back. */
import { once } from 'node:events';
import type { Script } from '../run/plan.ts';
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

/** Shows lines as they are, without any border, for the mouse; they are made safe here. */
export async function showBare(room: TerminalRoom, text: string): Promise<void> {
	await lend(room, async () => {
		write(
			room,
			`${text
				.split('\n')
				.map(line => showText(line))
				.join('\n')}\n\n(a key goes back) `,
		);
		await nextKey(room);
	});
}

export async function lend(room: TerminalRoom, use: () => Promise<void>): Promise<void> {
	// Ink does not guard against Ctrl-C meanwhile: without a listener the whole program would end.
	const ignore = () => {};
	process.on('SIGINT', ignore);
	process.on('SIGQUIT', ignore);
	try {
		await room.suspend(async () => {
			// Scrolled away, not erased: what stood on the screen before is the person's.
			write(room, `${'\n'.repeat(room.stdout.rows ?? 24)}\x1b[H`);
			try {
				await use();
			} finally {
				// The screen is drawn from where the cursor stands, so that must be the left edge.
				write(room, '\r\n');
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
