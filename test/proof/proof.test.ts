/** The last step of the system tests: makes docs/proof.md of what they have kept, and compares. */
import { existsSync, readdirSync, readFileSync, writeFileSync } from 'node:fs';
import { fileURLToPath } from 'node:url';
import { expect, test } from 'vitest';
import { matchPattern } from '../../source/execute/match-pattern.ts';
import { readRunbook } from '../../source/runbook/reader.ts';
import type { Runbook } from '../../source/runbook/types.ts';
import { pageOf, withoutVersions } from './page.ts';
import type { Proof } from './record.ts';
import { makeTable, type NotRun } from './table.ts';

const root = fileURLToPath(new URL('../../', import.meta.url));
const page = `${root}docs/proof.md`;

const notRun: readonly NotRun[] = [
	{ condition: 'init = systemd', reason: 'no machine of the tests has a running systemd' },
];

function readRunbooks(): ReadonlyMap<string, Runbook> {
	const files = readdirSync(`${root}runbooks`).filter(file => file.endsWith('.md'));
	return new Map(
		files.sort().map(file => {
			const name = file.slice(0, -'.md'.length);
			const bytes = readFileSync(`${root}runbooks/${file}`);
			const { runbook } = readRunbook(name, bytes, matchPattern);
			if (!runbook) throw new Error(`${file} is no runbook`);
			return [name, runbook];
		}),
	);
}

function readProofs(): readonly Proof[] {
	const folder = `${root}build/proof`;
	if (!existsSync(folder))
		throw new Error('Nothing was walked: `npm run test:system` does it all.');
	return readdirSync(folder).flatMap(
		file => JSON.parse(readFileSync(`${folder}/${file}`, 'utf8')) as Proof[],
	);
}

test('every branch of every runbook is proven, and docs/proof.md says how', () => {
	const table = makeTable(readRunbooks(), readProofs(), notRun);
	const made = pageOf(table);
	if (process.env.PROOF === 'write') writeFileSync(page, made);
	expect(table.faults).toEqual([]);
	const written = existsSync(page) ? readFileSync(page, 'utf8') : '';
	expect(withoutVersions(written), 'docs/proof.md; to write it anew: npm run proof').toBe(
		withoutVersions(made),
	);
});
