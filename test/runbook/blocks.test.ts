import { describe, expect, test } from 'vitest';
import { blocks, fence, good, page, step } from './read.ts';

const one = (words: string, content = 'true', front = '') =>
	blocks(step(`Look.\n\n${fence(words, content)}`, front))[0];

describe('a block', () => {
	test('is an action in `sh` unless it says otherwise', () => {
		expect(one('sh')).toEqual({
			kind: 'block',
			index: 0,
			purpose: 'action',
			infoLanguage: 'sh',
			language: 'sh',
			content: { text: 'true', placeholders: [] },
			tty: false,
			danger: false,
			root: false,
			when: [],
			position: { line: 12, column: 1 },
			contentLine: 13,
		});
	});

	test('runs in bash only where it says `bash`', () => {
		expect(one('bash')?.language).toBe('bash');
		expect(one('shell')).toMatchObject({ language: 'sh', infoLanguage: 'shell' });
	});

	test('is only shown in any other language', () => {
		const { steps } = good(step(`${fence('console', '$ ls')}\n${fence('', 'x')}\n    indented\n`));
		expect(steps[0]?.parts.map(({ kind }) => kind)).toEqual(['prose']);
	});

	test('takes its words in any order', () => {
		const front = 'hosts: { first: One }';

		expect(
			blocks(
				step(
					`${fence('sh capture=a', 'date')}\nThen:\n\n${fence('sh timeout=5m limit=2MiB when=a=x host=first danger root', 'ls')}`,
					front,
				),
			)[1],
		).toMatchObject({
			index: 1,
			host: 'first',
			danger: true,
			root: true,
			timeout: 300,
			limit: 2 * 1024 * 1024,
			when: [{ name: 'a', test: 'equals', value: 'x' }],
		});
	});

	test('has conditions for what is set, not set, and equal', () => {
		const front = 'inputs:\n  a: { prompt: A, optional: true }\n  b: { prompt: B, optional: true }';
		expect(one('sh when=a when=!b', 'true', front)?.when).toEqual([
			{ name: 'a', test: 'set' },
			{ name: 'b', test: 'unset' },
		]);
		expect(one('sh when="a=two words" when=!b', 'true', front)?.when[0]).toEqual({
			name: 'a',
			test: 'equals',
			value: 'two words',
		});
	});

	test('is ended after half a minute where it only looks, unless told', () => {
		expect(one('sh')?.timeout).toBeUndefined();
		expect(one('sh verify')?.timeout).toBe(30);
		expect(one('sh done')?.timeout).toBe(30);
		expect(one('sh capture=a')?.timeout).toBe(30);
		expect(one('sh verify timeout=2h within=90s')).toMatchObject({ timeout: 7200, within: 90 });
		expect(one('sh verify tty')?.timeout).toBeUndefined();
	});

	test('needs root where the front matter says so, but not on another machine', () => {
		const front = 'root: true\nhosts: { first: One }';
		expect(one('sh host=first', 'true', front)?.root).toBe(false);
		expect(one('sh root host=first', 'true', front)?.root).toBe(true);
		expect(blocks(step(fence('sh'), 'root: true'))[0]?.root).toBe(true);
	});

	test('holds its placeholders with their places', () => {
		expect(one('sh', 'echo {{run.id}} {{ no }}')?.content.placeholders).toEqual([
			{ name: 'run.id', start: 5, end: 15 },
		]);
		expect(one('sh raw', 'echo {{run.id}}')?.content.placeholders).toEqual([]);
	});

	test('keeps its bytes, without the last newline', () => {
		const text = 'a  \n\n\tb\\\n';
		expect(one('sh', `${text}\n`)?.content.text).toBe(`${text}\n`);
	});

	test('may begin with tildes, and hold backquotes in its lines', () => {
		expect(blocks(step('~~~~sh\n# ```\n~~~\n~~~~\n'))[0]?.content.text).toBe('# ```\n~~~');
	});
});

describe('a file', () => {
	test('has a path, a mode and an owner, and is written by `sh`', () => {
		const block = one(
			'apache file="/etc/my {{run.id}}" mode=0640 owner=root:{{run.id}}',
			'a {{run.id}}',
		);
		expect(block).toMatchObject({
			purpose: 'action',
			infoLanguage: 'apache',
			language: 'sh',
			content: { placeholders: [{ name: 'run.id', start: 2, end: 12 }] },
			file: {
				path: { text: '/etc/my {{run.id}}', placeholders: [{ start: 8, end: 18 }] },
				mode: '0640',
				owner: { text: 'root:{{run.id}}' },
			},
		});
	});

	test('needs no language', () => {
		expect(one('file=/etc/motd')).toMatchObject({
			infoLanguage: '',
			file: { path: { text: '/etc/motd' } },
		});
	});

	test('may be empty', () => {
		expect(one('text file=/etc/motd', '')?.content.text).toBe('');
	});
});

describe('an undo', () => {
	test('may stand behind several actions, and behind another with its own actions', () => {
		const back = `Back:\n\n${fence('sh undo')}\n`;
		const text = step(`${fence('sh')}\n${fence('sh')}\n${back}${fence('sh')}\n${back}`);
		expect(good(text).steps).toHaveLength(1);
	});

	test('may stand above the file that it takes back', () => {
		const text = step(
			`If taken back:\n\n${fence('sh undo')}\n${fence('text file=/etc/motd', 'x')}`,
		);
		expect(good(text).steps).toHaveLength(1);
	});
});

test('a `done` saves a numbered list, too', () => {
	const text = page(`## One\n\n## Two\n\n${fence('sh done')}\n1. [One](#one)\n`);
	expect(good(text).steps).toHaveLength(2);
});

test('an optional value may stand in a line of a file', () => {
	const front = 'inputs:\n  a: { prompt: A, type: ip, optional: true }';
	expect(one('text file=/etc/motd', 'Address {{a}}', front)?.file).toBeDefined();
});

test('`ssh` in batch mode, `visudo -c` and `passwd -l` need no terminal', () => {
	for (const text of ['ssh -o BatchMode=yes server id', 'visudo -c', 'passwd -l root']) {
		expect(blocks(step(fence('sh', text)))).toHaveLength(1);
	}
});
