/** Five runbooks whose blocks were run against real services: the format must hold them. */
import { readdirSync, readFileSync } from 'node:fs';
import { describe, expect, test } from 'vitest';
import { allSteps, blocksOf } from '../../source/runbook/steps.ts';
import { read } from './read.ts';

const folder = new URL('../fixtures/runbooks/trial/', import.meta.url);

const files = readdirSync(folder).map(name => ({
	name,
	bytes: new Uint8Array(readFileSync(new URL(name, folder))),
}));

describe.each(files)('$name', ({ bytes }) => {
	test('has no error, and only warnings that were looked at', () => {
		const { runbook, diagnostics } = read(bytes);
		expect(runbook).toBeDefined();
		expect(new Set(diagnostics.map(({ rule }) => rule))).toEqual(
			new Set(
				diagnostics
					.map(({ rule }) => rule)
					.filter(rule =>
						['looks-like-action', 'file-value-without-pattern', 'needs-terminal'].includes(rule),
					),
			),
		);
	});

	test('gives the same with a byte-order mark and CRLF', () => {
		const text = new TextDecoder().decode(bytes);
		expect(read(`\ufeff${text.replaceAll('\n', '\r\n')}`)).toEqual(read(bytes));
	});
});

test('every block of the trial runbooks is read', () => {
	const counts = files.map(({ name, bytes }) => {
		const { runbook } = read(bytes);
		const fences = new TextDecoder().decode(bytes).match(/^```\w/gm)?.length;
		expect(runbook ? allSteps(runbook).flatMap(blocksOf) : []).toHaveLength(fences ?? -1);
		return [name, fences];
	});
	expect(counts).toHaveLength(5);
});
