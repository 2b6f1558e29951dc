/**
 * Copying to the clipboard of whoever sits in front of the terminal. No terminal answers whether
 * it did, so nothing here claims success, and the clipboard is never asked for.
 */
import { loadTmuxBuffer } from './tmux.ts';

export type Copied = {
	/** Which way the text was sent. */
	readonly how: 'tmux' | 'screen' | 'terminal' | 'none';
	/** What to tell the person. */
	readonly says: string;
	/** A part of it: what may stand against its arrival, where that shows. */
	readonly hint?: string;
};

export type ClipboardIo = {
	readonly environment: Readonly<Record<string, string | undefined>>;
	/** Writes to the terminal, past whatever draws the screen. */
	readonly write: (sequence: string) => void;
};

/** In base64 with its introducer 100,000 bytes, the most that common terminals take. */
export const COPY_LIMIT = 74_994;

/** GNU screen 4.9 delivers device control strings of up to 760 bytes, and nothing of longer ones. */
export const SCREEN_CHUNK = 700;

const OTHER_WAYS = 'Show it bare and select it with the mouse, or use `runbook script`.';

/**
 * Sends `text` to the clipboard: by tmux where this runs inside tmux, in chunks through GNU screen,
 * else by OSC 52. Too long a text, and one with control characters, which a shell would obey when
 * they are pasted, is not sent. Never raises.
 */
export async function copyText(text: string, io: ClipboardIo): Promise<Copied> {
	const bytes = Buffer.from(text, 'utf8');
	const refused = refusal(text, bytes.length);
	if (refused) return { how: 'none', says: `${refused} ${OTHER_WAYS}` };

	const { TMUX, STY, TERM = '' } = io.environment;
	if (TMUX) {
		const loaded = await loadTmuxBuffer(bytes, io.environment);
		if (loaded === 'sent') {
			return {
				how: 'tmux',
				says: 'Handed to tmux, which passes it to your terminal. Also: tmux prefix, then ].',
			};
		}
		if (loaded === 'buffer') {
			return { how: 'tmux', says: 'In the buffer of tmux. Paste it with: tmux prefix, then ].' };
		}
	}
	const sequence = `\x1b]52;c;${bytes.toString('base64')}\x07`;
	try {
		if (STY) {
			for (const chunk of screenChunks(sequence)) io.write(chunk);
			return {
				how: 'screen',
				says: `Sent to your terminal through screen. If nothing arrives: ${OTHER_WAYS}`,
			};
		}
		io.write(sequence);
	} catch {
		return { how: 'none', says: `The terminal takes nothing any more. ${OTHER_WAYS}` };
	}
	// tmux at the other end of the connection, or in front of sudo, shows by TERM alone.
	const hint = /^(?:tmux|screen)/.test(TERM)
		? 'If nothing arrives: tmux lets it through after `tmux set -s set-clipboard on`.'
		: undefined;
	return {
		how: 'terminal',
		says: `Sent to your terminal. ${hint ?? 'Not every terminal takes it.'} ${OTHER_WAYS}`,
		...(hint === undefined ? {} : { hint }),
	};
}

function refusal(text: string, size: number): string | undefined {
	if (size === 0) return 'Nothing to copy.';
	if (size > COPY_LIMIT) {
		const number = (value: number) => value.toLocaleString('en-US');
		return `Not copied: ${number(size)} bytes, and terminals take ${number(COPY_LIMIT)}.`;
	}
	const control = /[\x00-\x08\x0b-\x1f\x7f-\x9f]/.exec(text)?.[0];
	if (control === undefined) return undefined;
	const code = control.charCodeAt(0).toString(16).toUpperCase().padStart(4, '0');
	return `Not copied: it holds the control character U+${code}, which a shell would obey.`;
}

/** `sequence` in device control strings, whose insides screen hands to the terminal. */
function screenChunks(sequence: string): string[] {
	const inside = SCREEN_CHUNK - '\x1bP\x1b\\'.length;
	const chunks: string[] = [];
	for (let at = 0; at < sequence.length; at += inside) {
		chunks.push(`\x1bP${sequence.slice(at, at + inside)}\x1b\\`);
	}
	return chunks;
}
