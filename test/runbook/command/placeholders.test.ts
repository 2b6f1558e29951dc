import { expect, test } from 'vitest';
import { findPlaceholders } from '../../../source/runbook/command/index.ts';

test.each([
	['a {{user}} b', ['user']],
	['{{run.id}}{{run.date}} {{host.first}}', ['run.id', 'run.date', 'host.first']],
	['{{{x}}}', ['x']],
	['{{ user }} {{User}} {{1a}} {{.Names}} {{run.x}} {{a.b}} ${{', []],
	[`{{${'a'.repeat(32)}}} {{${'a'.repeat(33)}}}`, ['a'.repeat(32)]],
])('%s holds %j', (text, names) => {
	const found = findPlaceholders(text);
	expect(found.map(({ name }) => name)).toEqual(names);
	for (const { name, start, end } of found) expect(text.slice(start, end)).toBe(`{{${name}}}`);
});
