/** From the bytes of a file to its text. */
import { Lines } from './lines.ts';
import { Report } from './report.ts';
import type { Diagnostic } from './types.ts';

/** The most that a runbook may have. */
const LONGEST = 1024 * 1024;

export type Decoded =
	| { readonly text: string; readonly lines: Lines; readonly report: Report }
	| { readonly diagnostics: readonly Diagnostic[] };

/** The text without byte-order mark and with `\n` only; or why there is none. */
export function decode(bytes: Uint8Array): Decoded {
	if (bytes.length > LONGEST) {
		return refused('', report =>
			report.add(
				'too-large',
				0,
				'The file is larger than 1 MiB, the most that a runbook may have.',
				'Split it into several runbooks, and link them.',
			),
		);
	}
	const text = new TextDecoder('utf-8').decode(bytes).replaceAll('\r\n', '\n');
	if (!isUtf8(bytes)) {
		return refused(text, report =>
			report.add(
				'not-utf-8',
				text.indexOf('\ufffd'),
				'The file is not UTF-8: the bytes here are no character.',
				'Save it as UTF-8; `iconv -f latin1 -t utf-8` helps with old files.',
			),
		);
	}
	const nul = text.indexOf('\0');
	if (nul !== -1) {
		return refused(text, report =>
			report.add(
				'nul-character',
				nul,
				'A NUL byte stands here; no shell and no editor shows it.',
				'Remove it; if the file is no text, it is no runbook.',
			),
		);
	}
	if (text.trim() === '') {
		return refused(text, report =>
			report.add(
				'empty-file',
				0,
				'The file is empty.',
				'Start with the example in docs/format.md.',
			),
		);
	}
	const lines = new Lines(text);
	return { text, lines, report: new Report(lines) };
}

/** The beginning of a file as text, whatever its bytes are. */
export function decodeBeginning(bytes: Uint8Array, length: number): string {
	return new TextDecoder('utf-8').decode(bytes.subarray(0, length)).replaceAll('\r\n', '\n');
}

function refused(text: string, note: (report: Report) => void): Decoded {
	const report = new Report(new Lines(text));
	note(report);
	return { diagnostics: report.diagnostics() };
}

function isUtf8(bytes: Uint8Array): boolean {
	try {
		new TextDecoder('utf-8', { fatal: true }).decode(bytes);
		return true;
	} catch {
		return false;
	}
}
