/** What is known of a fault, for whoever mends it. Never an answer, a secret, or what a command printed. */
import { createHash } from 'node:crypto';
import { release } from 'node:os';
import { lastEvents } from '../walk/last-events.ts';
import { version } from './version.ts';

/**
 * `81000009.00C0FFEE`: the first half is the kind of the error, the second where it was thrown. The
 * same fault has the same number, on every machine and with every value.
 */
export function numberOf(error: unknown): string {
	const hex = (text: string, digits: number) =>
		createHash('sha256').update(text).digest('hex').slice(0, digits).toUpperCase();
	const places = framesOf(error).map(frame => frame.replace(/\(?[^( ]*\/([^/]*)$/, '($1'));
	return `8100${hex(nameOf(error), 4)}.${hex(places.slice(0, 5).join('\n'), 8)}`;
}

/** `args` are named without their values: those may be answers. */
export function detailsOf(error: unknown, args: readonly string[], time: string): string {
	const { run, types } = lastEvents();
	return [
		`Guru Meditation #${numberOf(error)}`,
		'',
		`time: ${time}`,
		`runbook: ${version}`,
		`node: ${process.version}, ${process.platform} ${release()} ${process.arch}`,
		`command: runbook ${args.map(withoutValue).join(' ')}`,
		`run: ${run ?? 'none'}`,
		`last events: ${types.length > 0 ? types.join(', ') : 'none'}`,
		'',
		`${nameOf(error)}: ${messageOf(error)}`,
		...framesOf(error),
		'',
	].join('\n');
}

/** Words that are ours; every other is an answer, a name or a path. */
const OURS = /^(--[a-z-]+|list|show|script|run|runs|resume|report|check|trust)$/;

function withoutValue(word: string): string {
	const [option = ''] = word.split('=', 1);
	return OURS.test(word) ? word : OURS.test(option) ? `${option}=…` : '…';
}

function nameOf(error: unknown): string {
	return error instanceof Error ? error.constructor.name : typeof error;
}

/** Only what the engine says, and without what it quotes: other messages hold values by design. */
function messageOf(error: unknown): string {
	const isEngines =
		error instanceof TypeError ||
		error instanceof RangeError ||
		error instanceof ReferenceError ||
		error instanceof SyntaxError;
	if (!isEngines) return 'its message may hold values, and is not kept';
	const [first = ''] = error.message.split('\n');
	const known =
		/^(Cannot (read|set) properties of (undefined|null)|Maximum call stack|Invalid |Assignment to constant)|( is not (a function|iterable|defined|a constructor))/;
	return known.test(first)
		? first.replace(/(["'`]).*\1/g, '$1…$1')
		: 'its message may hold values, and is not kept';
}

function framesOf(error: unknown): readonly string[] {
	const stack = error instanceof Error ? (error.stack ?? '') : '';
	return stack.split('\n').filter(line => /^ {4}at /.test(line));
}
