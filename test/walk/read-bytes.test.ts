import { expect, it } from 'vitest';
import type { Reading } from '../../source/runbook/types.ts';
import { readBytes } from '../../source/walk/read-bytes.ts';

const bytes = (title: string) =>
	Buffer.from(`---\nrunbook: 1\n---\n\n# ${title}\n\n## One\n\nLook at it.\n`);
const before: Reading = { diagnostics: [] };
const known = new Map([
	[
		'own.md',
		{
			facts: { diagnostics: [] },
			isOf: (other: Uint8Array) => bytes('Own').equals(other),
			reading: () => before,
		},
	],
]);

it('takes what was read before for the same name and the same bytes alone', () => {
	expect(readBytes('own', bytes('Own'), known)).toBe(before);
	expect(readBytes('own', bytes('Other'), known).runbook?.title).toBe('Other');
	expect(readBytes('other', bytes('Own'), known).runbook?.name).toBe('other');
});
