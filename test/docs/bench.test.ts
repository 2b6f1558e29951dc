import { readFileSync } from 'node:fs';
import { fileURLToPath } from 'node:url';
import { expect, test } from 'vitest';
import { lines } from '../bench/lines.ts';

const page = readFileSync(fileURLToPath(new URL('../../docs/bench.md', import.meta.url)), 'utf8');
const table = Array.from(page.matchAll(/^\| (.+) \|$/gm), ([, row = '']) => row.split(' | ')).slice(
	1,
);

test('docs/bench.md has each line of the table of speed with its goal, and no other', () => {
	const expected = Object.values(lines).map(({ what, goal }) => [what, goal]);
	expect(table.map(([what, goal]) => [what, goal])).toEqual(expected);
});

test('docs/bench.md says of each line what was measured, and whether the goal is met', () => {
	for (const [what, , figure, baseline, ratio = '', met] of table) {
		const [, share = '', unit] = /^(\d+(?:\.\d+)?) (×|ms more|of the goal)$/.exec(ratio) ?? [];
		expect(figure, what).toMatch(/\d/);
		expect(baseline, what).toMatch(unit === 'of the goal' ? /^–$/ : /: \d/);
		const most = Object.values(lines).find(line => line.what === what)?.most ?? 0;
		const limit = unit === 'of the goal' ? 1 : most;
		expect(met, what).toBe(Number(share) <= limit ? 'yes' : '**no**');
	}
});

test('docs/bench.md names no place of the machine that measured', () => {
	expect(page).toMatch(/^Measured on \d+ × .*, Node \d+\.\d+\.\d+;$/m);
	expect(page).not.toMatch(/\/(tmp|home|root|work)\b/);
});
