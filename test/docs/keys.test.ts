import { readFileSync } from 'node:fs';
import { expect, test } from 'vitest';
import { keymap, type Mode } from '../../source/ui/keymap.ts';
import { showKey } from '../../source/ui/model/frame.ts';

/** The pages whose keys the README names; `?` shows the others. */
const pages: readonly (readonly [Mode, string])[] = [
	['library', 'In the library (letters filter)'],
	['brief', 'On the first page of a runbook'],
	['form', 'In a form'],
	['walk', 'In a walk'],
	['running', 'While a command runs'],
	['undo', 'In the list of what can be undone'],
	['editor', 'While a command or a file is changed'],
];

function table(): string {
	return pages
		.flatMap(([mode, title]) => [
			`**${title}**`,
			'',
			'| key | what it does |',
			'|---|---|',
			...keymap[mode].map(
				({ keys, help }) =>
					`| ${keys.map(key => `\`${showKey(key).replace('|', '\\|')}\``).join(' ')} | ${help} |`,
			),
			'',
		])
		.join('\n');
}

test('the README names the keys of the table that the screen obeys', () => {
	const readme = readFileSync(new URL('../../README.md', import.meta.url), 'utf8');
	const block = /<!-- keys -->\n([\s\S]*?)<!-- \/keys -->/.exec(readme)?.[1];
	expect(block).toBe(table());
});
