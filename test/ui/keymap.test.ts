import { describe, expect, it } from 'vitest';
import { keymap, type Mode } from '../../source/ui/keymap.ts';
import { helpLines } from '../../source/ui/model/help.ts';
import { lineWidth } from '../../source/ui/model/line.ts';
import { resolve } from '../../source/ui/resolve-key.ts';

const modes = Object.keys(keymap) as Mode[];
const meaning = (mode: Mode, name: string, empty = false) => {
	const text = name.length === 1 ? name : undefined;
	const resolved = resolve(mode, { name, ...(text === undefined ? {} : { text }) }, empty);
	return resolved?.kind === 'action' ? resolved.action : resolved?.text;
};

describe('the table of keys', () => {
	it.each(modes)('gives no key of `%s` two meanings', mode => {
		const keys = keymap[mode].flatMap(binding => binding.keys);
		expect(keys.filter((key, at) => keys.indexOf(key) !== at)).toEqual([]);
	});

	it.each(modes)('offers a way out of `%s`', mode => {
		const actions = keymap[mode].map(({ action }) => action);
		expect(actions.some(action => ['back', 'quit', 'no'].includes(action))).toBe(true);
	});

	it.each(modes)('has a help for `%s` that fits 60 columns', mode => {
		const lines = helpLines(mode, 60);
		expect(lines.length).toBeGreaterThan(keymap[mode].length);
		expect(lines.every(line => lineWidth(line) <= 60)).toBe(true);
	});
});

describe('resolving a key', () => {
	it.each([
		['library', 'ctrl-d', true, 'dry-run'],
		['library', 'D', true, 'D'],
		['library', 'D', false, 'D'],
		['library', '?', true, 'help'],
		['library', '?', false, '?'],
		['library', 'q', true, 'q'],
		['library', 'enter', false, 'open'],
		['walk', 'r', false, 'run'],
		['walk', 'enter', false, 'open'],
		['walk', 'z', false, undefined],
		['decision', 'down', false, 'down'],
		['running', 'r', false, undefined],
		['running', 'd', false, undefined],
		['running', 'enter', false, undefined],
		['running', 'y', false, undefined],
		['running', 'ctrl-c', false, 'stop'],
		['question', 'y', false, 'yes'],
		['question', 'enter', false, 'no'],
		['question', 'escape', false, 'no'],
		['question', 'r', false, undefined],
		['form', 'r', false, 'r'],
		['form', 'q', false, 'q'],
		['word', 'r', false, 'r'],
		['editor', 'enter', false, 'new-line'],
		['trust', 'enter', false, undefined],
		['trust', 't', false, undefined],
		['trust', 'T', false, 'trust'],
	] as const)('%s: %s (nothing typed: %s) is %s', (mode, key, empty, expected) => {
		expect(meaning(mode, key, empty)).toBe(expected);
	});

	it('runs by `r` only, in the walk and in undoing', () => {
		const running = modes.flatMap(mode =>
			keymap[mode].flatMap(({ action, keys }) =>
				action === 'run' ? keys.map(key => `${mode} ${key}`) : [],
			),
		);
		expect(running.sort()).toEqual(['decision r', 'undo r', 'walk r']);
	});
});
