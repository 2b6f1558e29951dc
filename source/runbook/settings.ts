/** The keys of the front matter. */
import { findPlaceholders } from './command/index.ts';
import type { Entry, Pair } from './front-matter.ts';
import { readInput } from './inputs.ts';
import type { Lines } from './lines.ts';
import { didYouMean, listed } from './nearest.ts';
import type { Report } from './report.ts';
import type { PatternMatcher, Settings } from './types.ts';

/** What stands for settings that cannot be read. */
export const NO_SETTINGS: Settings = {
	summary: '',
	tags: [],
	platforms: [],
	root: false,
	hosts: [],
	inputs: [],
};

const KEYS = ['runbook', 'summary', 'tags', 'platforms', 'tested', 'root', 'hosts', 'inputs'];

/** Inputs, captures and hosts. */
export const NAME = /^[a-z][a-z0-9_]{0,31}$/;

/** Reads what the front matter says; what is wrong is reported and left out. */
export function readSettings(
	pairs: readonly Pair[],
	report: Report,
	lines: Lines,
	matches: PatternMatcher,
): Settings {
	reportUnknownKeys(pairs, KEYS, 'front matter', report);
	const of = (key: string): Entry | undefined => pairs.find(pair => pair.key === key)?.value;
	checkVersion(of('runbook'), report);
	const tested = of('tested');
	for (const { key, value } of pairs) reportPlaceholders(key, value, report);
	return {
		summary: readSummary(of('summary'), report),
		tags: readWords('tags', of('tags'), report),
		platforms: readWords('platforms', of('platforms'), report),
		...(tested === undefined ? {} : { tested: readWords('tested', tested, report) }),
		root: readFlag('root', of('root'), report),
		hosts: namedPairs('hosts', of('hosts'), report).map(({ key, keyAt, value }) => ({
			name: key,
			description: readLine(`hosts.${key}`, value, report),
			position: lines.position(keyAt),
		})),
		inputs: namedPairs('inputs', of('inputs'), report).flatMap(
			pair => readInput(pair, report, lines.position(pair.keyAt), matches) ?? [],
		),
	};
}

/** Nothing in front matter is filled in. `suggest` has a rule of its own. */
function reportPlaceholders(key: string, value: Entry, report: Report): void {
	if (value.kind === 'map') {
		for (const pair of value.pairs) reportPlaceholders(pair.key, pair.value, report);
	}
	if (value.kind === 'list') for (const item of value.items) reportPlaceholders(key, item, report);
	if (value.kind !== 'text' || key === 'suggest') return;
	const [placeholder] = findPlaceholders(value.text);
	if (!placeholder) return;
	report.add(
		'placeholder-not-here',
		value.at,
		`\`{{${placeholder.name}}}\` stands in the front matter, where nothing is filled in.`,
		'Use the value in a command, a file or the text.',
	);
}

export function reportUnknownKeys(
	pairs: readonly Pair[],
	known: readonly string[],
	where: string,
	report: Report,
): void {
	for (const { key, keyAt } of pairs) {
		if (known.includes(key)) continue;
		report.add('unknown-key', keyAt, `The ${where} has no key \`${key}\`.`, () =>
			didYouMean(key, known, `It may have ${listed(known)}.`),
		);
	}
}

/** One line of text; reports anything else. */
export function readLine(
	name: string,
	entry: Entry,
	report: Report,
	remedy = `Write \`${name.split('.').at(-1)}: Some words\`.`,
): string {
	if (entry.kind === 'text') {
		const text = entry.text.trim();
		if (text !== '' && !text.includes('\n')) return text;
	}
	report.add('wrong-value', entry.at, `\`${name}\` is not one line of text.`, remedy);
	return '';
}

/** `true` or `false`; absent is false. */
export function readFlag(name: string, entry: Entry | undefined, report: Report): boolean {
	if (entry === undefined) return false;
	if (entry.kind === 'text' && (entry.text === 'true' || entry.text === 'false')) {
		return entry.text === 'true';
	}
	report.add(
		'wrong-value',
		entry.at,
		`\`${name}\` is ${entry.kind === 'text' ? `\`${entry.text}\`` : `a ${entry.kind}`}.`,
		`Write \`${name}: true\`, or leave it out.`,
	);
	return false;
}

function checkVersion(entry: Entry | undefined, report: Report): void {
	if (entry === undefined || (entry.kind === 'text' && entry.text === '1')) return;
	report.add(
		'unknown-version',
		entry.at,
		`This is version ${entry.kind === 'text' ? `\`${entry.text}\`` : `a ${entry.kind}`} of the format; this program knows version 1.`,
		'Write `runbook: 1`, or take a newer `runbook`.',
	);
}

function readSummary(entry: Entry | undefined, report: Report): string {
	if (entry !== undefined) return readLine('summary', entry, report);
	report.add(
		'no-summary',
		{ line: 1, column: 1 },
		'The runbook has no summary, so the list shows its title only.',
		'Add `summary: One line for the list.`',
	);
	return '';
}

function readWords(name: string, entry: Entry | undefined, report: Report): readonly string[] {
	if (entry === undefined) return [];
	if (entry.kind === 'list') {
		return entry.items.map(item => readLine(name, item, report, 'Every item is one word or line.'));
	}
	const example = entry.kind === 'text' && entry.text !== '' ? entry.text : 'one, two';
	report.add(
		'wrong-value',
		entry.at,
		`\`${name}\` is not a list.`,
		`Write \`${name}: [${example}]\`.`,
	);
	return [];
}

function namedPairs(name: string, entry: Entry | undefined, report: Report): readonly Pair[] {
	if (entry === undefined) return [];
	if (entry.kind !== 'map') {
		report.add(
			'wrong-value',
			entry.at,
			`\`${name}\` is not a map of names.`,
			`Write every name on a line of its own below \`${name}:\`, indented.`,
		);
		return [];
	}
	return entry.pairs.filter(({ key, keyAt }) => {
		if (NAME.test(key)) return true;
		report.add(
			'bad-name',
			keyAt,
			`\`${key}\` is no name for one of the \`${name}\`.`,
			'A name has small letters, digits and `_`, begins with a letter, and has at most 32 characters.',
		);
		return false;
	});
}
