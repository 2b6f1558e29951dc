import { describe, expect, test } from 'vitest';
import { rules } from '../../source/runbook/rules.ts';
import { found, read } from './read.ts';
import { blocks } from './tables/blocks.ts';
import { file } from './tables/file.ts';
import { frontMatter } from './tables/front-matter.ts';
import { headings } from './tables/headings.ts';
import { inputs } from './tables/inputs.ts';
import { lists } from './tables/lists.ts';
import { placeholders } from './tables/placeholders.ts';
import { readingWell } from './tables/reading-well.ts';

const tables = { file, frontMatter, headings, inputs, lists, blocks, placeholders, readingWell };

for (const [name, cases] of Object.entries(tables)) {
	describe(name, () => {
		test.each(cases)('$title', ({ title, text, found: expected }) => {
			expect(found(text)).toEqual(expected);
			const { runbook, diagnostics } = read(text);
			expect(runbook === undefined).toBe(title.startsWith('refuses') || title.startsWith('ends'));
			for (const { message, remedy } of diagnostics) {
				expect(message).toMatch(/^[A-Z`].*[.?`]$/s);
				expect(remedy).toMatch(/^[A-Z`].*[.?`]$/s);
			}
		});
	});
}

/** Only a fault of the reader itself reports this. */
const UNREACHABLE = ['reader-failed'];

test('every rule has a document that breaks it', () => {
	const seen = new Set(Object.values(tables).flatMap(cases => cases.flatMap(one => one.found)));
	const names = new Set([...seen].map(entry => entry.split(' ')[1]));
	expect(Object.keys(rules).filter(rule => !names.has(rule))).toEqual(UNREACHABLE);
});
