/** What the words of a block mean, one by one and beside each other. */
import type { InfoString, Word } from './info-string.ts';
import { didYouMean } from './nearest.ts';
import type { Report } from './report.ts';

export const PURPOSES = ['done', 'verify', 'undo', 'example'] as const;
const FLAGS = [...PURPOSES, 'tty', 'danger', 'root', 'raw'];
const KEYS = [
	'host',
	'when',
	'capture',
	'timeout',
	'limit',
	'within',
	'file',
	'mode',
	'owner',
] as const;
export const WORDS: readonly string[] = [...FLAGS, ...KEYS];

/** Words that do not stand beside each other, and why. */
const EXCLUSIONS: readonly (readonly [string, string, string])[] = [
	...pairs(PURPOSES).map(
		([a, b]) => [a, b, 'a block has one purpose'] as readonly [string, string, string],
	),
	['tty', 'within', 'nobody can answer a terminal again and again'],
	['tty', 'capture', 'what is shown on a terminal is not recorded'],
	['tty', 'limit', 'what is shown on a terminal is not recorded'],
	['tty', 'timeout', 'a person takes the time that it takes'],
	['tty', 'done', 'a `done` is tried without asking'],
	['danger', 'done', 'a `done` is tried without asking'],
	['danger', 'verify', 'a gate is tried without asking'],
	['capture', 'done', 'only the status of a `done` counts'],
	['capture', 'verify', 'only the status of a gate counts'],
	['capture', 'undo', 'nothing comes after it that could use the value'],
	...['tty', 'danger', 'root', 'capture', 'timeout', 'limit', 'file'].map(
		word => ['example', word, 'an example is never run'] as const,
	),
	...['done', 'verify', 'undo', 'tty', 'capture', 'limit'].map(
		word => ['file', word, 'a file block writes a file, and nothing else'] as const,
	),
];

/** Reports unknown words, words without or with a value, repeated ones, and those that exclude each other. */
export function checkWords({ words }: InfoString, report: Report): void {
	const seen = new Map<string, Word>();
	for (const word of words) {
		checkWord(word, report);
		if (seen.has(word.key) && word.key !== 'when') {
			report.add(
				'word-twice',
				word.position,
				`\`${word.key}\` stands here twice.`,
				'Remove one of them.',
			);
		}
		seen.set(word.key, word);
	}
	for (const [a, b, why] of EXCLUSIONS) {
		const [one, other] = [seen.get(a), seen.get(b)];
		if (!one || !other) continue;
		report.add(
			'words-exclude',
			one.position.column > other.position.column ? one.position : other.position,
			`\`${a}\` and \`${b}\` exclude each other: ${why}.`,
			'Remove one of them, or make two blocks of it.',
		);
	}
	const within = seen.get('within');
	if (within && !seen.has('verify')) {
		report.add(
			'words-exclude',
			within.position,
			'`within` stands without `verify`; only a gate is tried again.',
			'Add `verify`, or write `timeout=` if the block shall be ended.',
		);
	}
	for (const key of ['mode', 'owner']) {
		const word = seen.get(key);
		if (!word || seen.has('file')) continue;
		report.add(
			'word-without-file',
			word.position,
			`\`${key}=\` stands without \`file=\`.`,
			'Add `file=/the/path`, or set it with `chmod` or `chown`.',
		);
	}
}

function checkWord({ key, value, position }: Word, report: Report): void {
	const takesValue = (KEYS as readonly string[]).includes(key);
	if (!takesValue && !FLAGS.includes(key)) {
		report.add('unknown-word', position, `\`${key}\` is no word for a block.`, () =>
			didYouMean(key, WORDS, `The words are ${WORDS.map(word => `\`${word}\``).join(', ')}.`),
		);
	} else if (takesValue && (value === undefined || value === '')) {
		report.add(
			'unknown-word',
			position,
			`\`${key}\` has no value.`,
			`Write \`${key}=…\`, without blanks.`,
		);
	} else if (!takesValue && value !== undefined) {
		report.add('unknown-word', position, `\`${key}\` takes no value.`, `Write \`${key}\` alone.`);
	}
}

function pairs<T>(all: readonly T[]): readonly (readonly [T, T])[] {
	return all.flatMap((a, index) => all.slice(index + 1).map(b => [a, b] as const));
}
