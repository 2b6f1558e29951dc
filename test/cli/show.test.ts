/** `show`: a runbook as a document, which is to leave nothing to ask. */
import { readdirSync } from 'node:fs';
import { afterAll, describe, expect, test } from 'vitest';
import type { Safe } from '../../source/text/safe.ts';
import { width } from '../../source/text/width.ts';
import { runHere } from './in-process.ts';
import { Room } from './room.ts';

const room = new Room();
afterAll(() => room.close());

const show = (name: string, environment = {}) =>
	runHere(['show', name], { ...room.environment, ...environment }, room.folder);

/** What is shown of a runbook with this body and front matter. */
async function shownOf(body: string, head = ''): Promise<string> {
	room.writeUntrusted('document', body, head);
	const { status, stdout, stderr } = await show('document');
	expect([status, stderr]).toEqual([0, '']);
	return stdout;
}

/** How the legend calls a word on a block. */
function labelOf(word: string): string {
	return /^(only if|gives|writes|within|on) /.exec(word)?.[1] ?? word;
}

const one = '## One\n\n~~~sh\ntrue\n~~~\n';

describe('show', () => {
	test('is the document: prose, what each block is for, its bytes, lists', async () => {
		const shown = await shownOf(
			[
				'Hello *there* {{run.date}}.\n\n## Do it\n\n- [Below](#below)\n\n### Below\n',
				'~~~sh danger root timeout=5s when=name=x\necho {{name}}\n~~~\n',
				'Back:\n\n~~~sh undo\ntrue\n~~~\n',
				'~~~text file=/etc/x mode=0600 owner=root:adm\ncontent\n~~~\n',
				'~~~sh tty\nvi\n~~~\n',
				'- [ ] Look at it\n\n## Again\n\n1. [Take back](#below "undo")\n',
			].join('\n'),
			'hosts: { other: The other }\nroot: true\nplatforms: [openbsd]\ntested: [openbsd-7.6]\ninputs: { name: { prompt: N, optional: true } }',
		);
		for (const text of [
			'Trial\n=====',
			'Hello there {{run.date}}.',
			'For: openbsd',
			'Tested on: openbsd-7.6',
			'Needs root.',
			'  other: The other',
			'  name: N\n      May stay empty.',
			'  * Below  → below',
			'action · root · DANGER · sh -e · only if `name` is `x`\n| echo {{name}}',
			'undo · root · sh -e\n| true',
			'action · root · writes /etc/x (mode 0600, owner root:adm)\n| content',
			'action · root · takes the terminal · sh -e\n| vi',
			'  [ ] Look at it',
			'  1. Take back  → undo below',
		]) {
			expect(shown).toContain(text);
		}
	});

	test('is safe text, whatever the file holds', async () => {
		const hidden = 'a\ue000b';
		room.writeFile(
			'runbooks/unsafe.md',
			`---\nrunbook: 1\nsummary: S\n---\n\n# T\n\n## O ${hidden}\n\n${hidden}\n`,
		);
		const { stdout, stderr } = await show('unsafe');
		expect(stdout + stderr).not.toContain('\ue000');
		expect(stdout + stderr).toContain('## O a<U+E000>b');
	});

	test('a broken one ends with 3, and says where', async () => {
		room.writeUntrusted('broken', '## One\n\n~~~sh\ntrue\n');
		const { status, stdout, stderr } = await show('broken');
		expect([status, stdout]).toEqual([3, '']);
		expect(stderr).toMatch(/The runbook `broken` is not valid.*\n.*broken\.md:\d+:\d+: /);
	});

	test('says of each input what there is to know before one is asked', async () => {
		const shown = await shownOf(
			'## One\n\n~~~sh\necho {{site}} {{code}} {{port}} {{age}} {{tags}} {{sure}} {{kind}} $pw {{folder}}\n~~~\n',
			`inputs:
  site: { prompt: Which site, help: As visitors call it., type: host, suggest: ls /srv }
  code: { prompt: A code, pattern: '[a-z]{2}', default: de }
  odd: { prompt: An odd one, pattern: '(a|b)+x', default: ax }
  port: { prompt: Which port, type: port, default: 81 }
  age: { prompt: How old, type: integer, min: 3, max: 9 }
  tags: { prompt: Words, many: true }
  none: { prompt: Or none, many: true, optional: true, type: cidr }
  sure: { prompt: Are you sure, type: boolean }
  kind: { prompt: Which kind, type: choice, choices: [open, silent, none] }
  pw: { prompt: The password, type: secret, pattern: '[a-z]+' }
  folder: { prompt: Where to, type: path }
  file: { prompt: Which file, type: path, pattern: '/[a-z]+' }`,
		);
		expect(shown).toContain(`It asks for these, each when it is first needed:
  site: Which site
      As visitors call it.
      The name or address of a machine. Tab offers some.
  code: A code
      2 small letters. Unless you change it: \`de\`.
  odd: An odd one
      Text that matches the pattern \`(a|b)+x\`. Unless you change it: \`ax\`.
  port: Which port
      A port, from 1 to 65535. Unless you change it: \`81\`.
  age: How old
      A whole number from 3 to 9.
  tags: Words
      One or several.
  none: Or none
      An IP address, or a network such as \`192.0.2.0/24\`. Several, if you like.
      May stay empty.
  sure: Are you sure
      \`true\` or \`false\`.
  kind: Which kind
      \`open\`, \`silent\` or \`none\`.
  pw: The password
      Small letters. Never shown, and kept nowhere.
  folder: Where to
      A path that begins with \`/\`.
  file: Which file
      A path: \`/\`, then small letters.

`);
	});

	test('names what the runbook finds out by itself, and where', async () => {
		const shown = await shownOf(
			[
				'## Look\n\n~~~sh capture=init\necho a\n~~~\n\nThere:\n\n~~~sh capture=size host=far\necho 3\n~~~\n',
				'## Look again\n\n~~~sh capture=init\necho b\n~~~\n',
				'## See\n\n~~~sh capture=number when=init=a\necho 1\n~~~\n\n~~~sh capture=number when=init=b\necho 2\n~~~\n',
				'## Use\n\n~~~sh\necho {{init}} {{number}} {{size}} {{name}}\n~~~\n',
			].join('\n'),
			`hosts: { far: The far one }
inputs:
  init: { prompt: What starts services, type: choice, choices: [a, b] }
  name: { prompt: A name }`,
		);
		expect(shown).toContain(`It asks for these, each when it is first needed:
  name: A name

It finds out by itself, and asks you where it cannot:
  init: What starts services
      in “Look” and “Look again”
  size
      in “Look”, on far
  number
      in “See”

To change an answer: i on the screen.`);
	});

	test('is read in a narrow terminal, too', async () => {
		room.writeUntrusted('narrow', `${one}\nBack:\n\n~~~sh undo\ntrue\n~~~\n`);
		const { stdout } = await runHere(['show', 'narrow'], room.environment, room.folder, 24);
		expect(stdout).toContain('\n  undo\n    Takes back what the\n    actions above it did\n');
		expect(stdout.split('\n').filter(line => width(line as Safe) > 24)).toEqual([]);
	});

	test('says of a file which lines may be left out or repeated, and what undo does', async () => {
		const head = `inputs:
  note: { prompt: A note, pattern: '[a-z]+', optional: true }
  list: { prompt: Words, pattern: '[a-z]+', many: true }
  maybe: { prompt: More, pattern: '[a-z]+', many: true, optional: true }`;
		const shown = await shownOf(
			[
				'## One\n\n~~~text file=/etc/x\na {{note}}\nb {{note}}\nc {{list}}\nd {{maybe}}\n~~~\n',
				'~~~text file=/etc/y when=note\na {{note}}\n~~~\n',
			].join('\n'),
			head,
		);
		const undone = `  Undo brings back what was there before, or removes the file if there was none.`;
		expect(shown).toContain(`action · writes /etc/x
| a {{note}}
| b {{note}}
| c {{list}}
| d {{maybe}}
  Lines with \`note\` are left out if it stays empty.
  The line with \`list\` stands there once for each value.
  The line with \`maybe\` stands there once for each value, or not at all.
${undone}
`);
		expect(shown).toContain(`only if \`note\` is set\n| a {{note}}\n${undone}\n`);
	});

	test('explains the words that it uses, and no others', async () => {
		const plain = await shownOf(one);
		const legend = (shown: string) =>
			/\nThe words below:\n((?: {2}.*\n)+)/
				.exec(shown)?.[1]
				?.match(/^ {2}\S.*?(?= {2}|$)/gm)
				?.map(line => line.trim());
		expect(legend(plain)).toEqual(['action', 'sh -e']);
		expect(plain).not.toContain('To take a step back');
		expect(plain).not.toContain('To change an answer');
		const all = await shownOf(
			[
				'{{host.far}}\n\n## One\n\n- [Two](#two)\n- [Nothing](#three)\n\n### Two\n',
				'~~~sh done\ntrue\n~~~\n\n~~~bash verify within=90s host=far when=name\ntrue\n~~~\n\n~~~sh danger root tty when=name\necho {{name}} {{run.id}}\n~~~\n',
				'Back:\n\n~~~sh undo\ntrue\n~~~\n\n~~~sh capture=system\nuname\n~~~\n\n~~~sh example\ntrue\n~~~\n\n~~~text file=/etc/x\n{{run.date}}\n~~~\n',
				'- [ ] Look\n\n## Three\n\n1. [Two](#two)\n2. [Two](#two "undo")\n',
			].join('\n'),
			'hosts: { far: The other }\ninputs: { name: { prompt: N, optional: true } }',
		);
		expect(legend(all)).toEqual([
			'done already?',
			'gate',
			'within … s',
			'action',
			'gives NAME',
			'writes FILE',
			'undo',
			'on MACHINE',
			'root',
			'DANGER',
			'takes the terminal',
			'only if …',
			'sh -e',
			'bash -e',
			'{{name}}',
			'{{run.id}}',
			'{{run.date}}',
			'{{host.NAME}}',
			'* … → STEP',
			'→ skip',
			'1. … → STEP',
			'1. … → undo STEP',
			'[ ] …',
		]);
		expect(all).toContain('To take a step back: u on the screen; and u once more');
		expect(all).toContain('To change an answer: i on the screen.');
		expect(all.replace(/\s+/g, ' ')).toContain('the actions and numbered lists of the step');
	});

	test.each([{}, { LC_ALL: 'C' }])(
		'fits 80 columns, but for what is there to the letter: %j',
		async environment => {
			for (const file of readdirSync(new URL('../../runbooks', import.meta.url))) {
				const { stdout } = await show(file.replace(/\.md$/, ''), environment);
				const ours = stdout.split('\n').filter(line => !line.startsWith('| '));
				expect(ours.filter(line => width(line) > 80 && !line.startsWith('#'))).toEqual([]);
			}
		},
	);

	test('explains every word on every block of the runbooks that come with it', async () => {
		for (const file of readdirSync(new URL('../../runbooks', import.meta.url))) {
			const { stdout } = await show(file.replace(/\.md$/, ''));
			const [, legend = '', steps = ''] =
				/\nThe words below:\n(.*?)\n\n(?=## )(.*)/s.exec(stdout) ?? [];
			const heads = [...steps.matchAll(/^(?:action|gate|undo|done already\?) · [^|]*?(?=\n\|)/gm)];
			const words = new Set(heads.flatMap(([head]) => head.replaceAll(/\n */g, ' ').split(' · ')));
			expect(words.size).toBeGreaterThan(2);
			for (const word of words) expect(`${file}: ${legend}`).toContain(`  ${labelOf(word)}`);
		}
	});
});
