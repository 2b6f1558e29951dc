/** What the screen has of outputs: all of what is read, and the end of a flood. */
import { appendFileSync, mkdirSync, writeFileSync } from 'node:fs';
import { dirname } from 'node:path';
import { describe, expect, it } from 'vitest';
import { outcomeRows } from '../../source/ui/model/outcome-rows.ts';
import { Outputs, WholeOutput } from '../../source/ui/outputs.ts';
import type { Watcher } from '../../source/walk/recorder.ts';
import { walkOf, walkScreen } from './helpers.tsx';

const bytes = (text: string) => Buffer.from(text);
const numbers = (from: number, to: number) =>
	Array.from({ length: to - from + 1 }, (_, at) => `${from + at}\n`).join('');

/** A job whose output is what the test says, and the page of it. */
function room() {
	const walk = walkOf('## One\n\n~~~sh\ntrue\n~~~');
	const outputs = new Outputs(walk);
	const file = outputs.file(1);
	mkdirSync(dirname(file), { recursive: true });
	writeFileSync(file, '');
	let watcher: Watcher = {};
	return {
		outputs,
		open: () =>
			new WholeOutput(
				outputs,
				{
					watch: given => {
						watcher = given;
						return () => {};
					},
				},
				1,
			),
		/** The job writes this, and it is read, or not. */
		writes: (text: string, isRead: boolean) => {
			appendFileSync(file, text);
			if (isRead) {
				outputs.push(1, bytes(text));
				watcher.output?.(1, bytes(text));
			} else {
				outputs.skip(1, text.length);
				watcher.skipped?.(1, text.length);
			}
		},
		ends: () =>
			watcher.changed?.(walk.state, {
				seq: 9,
				time: '',
				event: {
					type: 'job-ended',
					job: 1,
					outcome: { kind: 'exited', status: 0 },
					outputBytes: 0,
					truncated: false,
					stillWriting: false,
				},
			}),
	};
}

describe('the tail of an output', () => {
	it('counts the lines of what is read', () => {
		const { outputs, writes } = room();
		writes(numbers(1, 300), true);
		writes('301', true);
		const tail = outputs.tail(1);
		expect(tail).toMatchObject({ total: 301 });
		expect(tail?.lines.length).toBe(200);
		expect(tail?.lines.at(-1)).toBe('301');
	});

	it('begins behind a gap with a whole line, and says how much came', () => {
		const { outputs, writes } = room();
		writes('1\n2', true);
		writes('x'.repeat(1000), false);
		writes('the rest of it\nnext\nla', true);
		writes('st\n', true);
		expect(outputs.tail(1)).toEqual({ lines: ['next', 'last'], bytes: 1028 });
	});

	it('has what there is of a line without an end', () => {
		const { outputs, writes } = room();
		writes('x'.repeat(1000), false);
		writes('yyy', true);
		writes('zzz', true);
		expect(outputs.tail(1)).toEqual({ lines: ['yyyzzz'], bytes: 1006 });
	});
});

describe('the tail of a flood that is one line', () => {
	it('is the end of that line, also where it ends', () => {
		const { outputs, writes } = room();
		writes('x'.repeat(1000), false);
		writes('the end\n', true);
		expect(outputs.tail(1)).toEqual({ lines: ['the end'], bytes: 1008 });
	});
});

describe('the page of an output', () => {
	it('has each line once, whether it was read before the page was opened or after', () => {
		const { open, writes } = room();
		writes(numbers(1, 10), true);
		const page = open();
		writes(numbers(11, 20), true);
		expect(page.lines.join('\n')).toBe(numbers(1, 20).trimEnd());
	});

	it.each([
		['has no end', ''],
		['ends', '\n'],
	])('has the end of a line that is longer than what is read, also where it %s', (_, end) => {
		const { outputs, open, writes } = room();
		writes(`begin ${'x'.repeat(9 * 1024 * 1024)} all done${end}`, false);
		expect(open().lines.at(-1)).toMatch(/^x+ all done$/);
		expect(outputs.bytes(1)).toBeGreaterThan(9 * 1024 * 1024);
	});

	it('is the end of the file again when a flood has ended', () => {
		const { open, writes, ends } = room();
		writes(numbers(1, 10), true);
		const page = open();
		expect(page.lines.length).toBe(10);
		writes(numbers(11, 500), false);
		writes(numbers(501, 510), true);
		ends();
		expect(page.lines.join('\n')).toBe(numbers(1, 510).trimEnd());
		writes('more\n', true);
		expect(page.lines.slice(-2)).toEqual(['510', 'more']);
	});

	it('has what was skipped before it was opened', () => {
		const { open, writes } = room();
		writes(numbers(1, 500), false);
		const page = open();
		writes(numbers(501, 510), true);
		expect(page.lines.join('\n')).toBe(numbers(1, 510).trimEnd());
	});
});

it('a flood is shown by its end, and its page holds the last of it', async () => {
	const trial = walkScreen(
		walkOf(
			'## One\n\n~~~sh\nyes "a line of the flood" | head -c 400000000; echo; echo the end\n~~~',
		),
	);
	await trial.sees('❯ · One');
	await trial.press('r');
	await trial.sees('✓ exit 0', 'the end');
	await trial.press('o');
	await trial.sees('Output of command 1 of 1', 'a line of the flood\n', 'the end');
});

it('what is above the last lines is told in lines, or of a flood in bytes', () => {
	const execution = {
		outcome: { kind: 'exited', status: 0 },
		startedAt: '2026-01-01T00:00:00Z',
		endedAt: '2026-01-01T00:00:01Z',
		purpose: 'action',
	} as Parameters<typeof outcomeRows>[0];
	const lines = ['a', 'b'] as never;
	const text = (tail: Parameters<typeof outcomeRows>[1]) =>
		outcomeRows(execution, tail, 0, 60)
			.map(({ line }) =>
				line
					.map(part => part.text)
					.join('')
					.trimEnd(),
			)
			.slice(1);
	expect(text({ lines, total: 2 })).toEqual(['     a', '     b']);
	expect(text({ lines, total: 3 })).toEqual(['     ↑ 1 more line: o', '     a', '     b']);
	expect(text({ lines, bytes: 2 ** 30 })).toEqual([
		'     ↑ the end of 1.0 GiB: o',
		'     a',
		'     b',
	]);
});
