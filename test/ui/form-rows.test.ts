/** What a form asks is there to be read, however narrow the terminal. */
import { readdirSync, readFileSync } from 'node:fs';
import { fileURLToPath } from 'node:url';
import { describe, expect, it } from 'vitest';
import { matchPattern } from '../../source/execute/match-pattern.ts';
import { readRunbook } from '../../source/runbook/reader.ts';
import type { Runbook } from '../../source/runbook/types.ts';
import { type Entry, hostEntry, inputEntry, withText } from '../../source/ui/model/form.ts';
import { formRows } from '../../source/ui/model/form-rows.ts';
import { lineWidth } from '../../source/ui/model/line.ts';

const folder = fileURLToPath(new URL('../../runbooks/', import.meta.url));

function read(name: string): Runbook {
	const { runbook } = readRunbook(name, readFileSync(`${folder}${name}`), matchPattern);
	if (!runbook) throw new Error(`${name} is broken`);
	return runbook;
}

const entriesOf = ({ inputs, hosts }: Runbook): readonly Entry[] => [
	...hosts.map(({ name, description }) => hostEntry(name, description)),
	...inputs.map(input => inputEntry(input)),
];

function shown(entry: Entry, columns: number, focus: number): string {
	const rows = formRows([entry], {
		focus,
		submit: 'Go on',
		columns,
		matches: matchPattern,
		suggests: false,
	});
	for (const { line } of rows) expect(lineWidth(line)).toBeLessThanOrEqual(columns);
	const lines = rows.map(({ line }) => line.map(({ text }) => text).join(''));
	return lines
		.join(' ')
		.replace(/[✓✗❯❘]/g, ' ')
		.replace(/ +/g, ' ');
}

describe.each(readdirSync(folder).filter(name => name.endsWith('.md')))('%s', name => {
	it.each([60, 80, 100])('asks in full at %i columns', columns => {
		for (const entry of entriesOf(read(name))) {
			for (const focus of [0, 1]) {
				for (const problem of [undefined, 'It is wrong.']) {
					const text = shown({ ...entry, ...(problem ? { problem } : {}) }, columns, focus);
					expect(text).toContain(` ${entry.label.replace(/ +/g, ' ')} ${entry.name} `);
				}
			}
			for (const help of entry.help) expect(shown(entry, columns, 0)).toContain(help);
		}
	});
});

it('puts a question of many words on several rows, and its sign beside the first', () => {
	const [entry] = entriesOf({
		hosts: [{ name: 'first', description: `${'word '.repeat(32)}end` }],
		inputs: [],
	} as unknown as Runbook);
	if (!entry) throw new Error('no entry');
	const rows = formRows([{ ...entry, problem: 'No.' }], {
		focus: 0,
		submit: 'Go on',
		columns: 60,
		matches: matchPattern,
		suggests: false,
	});
	const lines = rows.map(({ line }) => line.map(({ text }) => text).join(''));
	const words = (count: number) => Array(count).fill('word').join(' ');
	expect(lines[0]).toMatch(new RegExp(`^ ❯ ${words(11)} +✗ $`));
	expect(lines.slice(1, 4).map(text => text.trim())).toEqual([
		words(11),
		`${words(10)} end`,
		'first',
	]);
});

describe('what stands in a field already', () => {
	const input = {
		name: 'who',
		prompt: 'Who',
		type: 'text' as const,
		choices: [],
		optional: false,
		many: false,
		dash: false,
		position: { line: 1, column: 1 },
	};
	const given = { ...input, default: ['friend'] };

	it('can be kept or cleared, and the form says by which keys', () => {
		expect(shown(inputEntry(given), 80, 0)).toContain('Enter keeps it, Ctrl-U clears it.');
		expect(shown(inputEntry(given, 'other'), 60, 0)).toContain('Enter keeps it');
		// In another field, or changed, it needs no word.
		expect(shown(inputEntry(given), 80, 1)).not.toContain('Enter keeps it');
		expect(shown(withText(inputEntry(given), 'friends'), 80, 0)).not.toContain('Enter keeps it');
		expect(shown(inputEntry(input), 80, 0)).not.toContain('keeps');
	});
});

describe('what a field takes', () => {
	it('is said before anything wrong is typed, and only where one is', () => {
		const input = {
			name: 'note',
			prompt: 'A line',
			type: 'text' as const,
			pattern: '[A-Za-z0-9 .,!-]{1,60}',
			choices: [],
			optional: true,
			many: false,
			dash: false,
			position: { line: 1, column: 1 },
		};
		const words =
			'At most 60 characters: letters, digits, blanks, `.`, `,`, `!` or `-`. May stay empty.';
		expect(shown(inputEntry(input), 80, 0)).toContain(words);
		expect(shown(inputEntry(input), 60, 0)).toContain(words);
		expect(shown(inputEntry(input), 80, 1)).not.toContain('At most');
	});
});
