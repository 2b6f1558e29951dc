/** The module that takes the place of source/walk/catalogue.ts in the built command. */
import { createHash } from 'node:crypto';
import { readdirSync, readFileSync } from 'node:fs';
import { join, resolve } from 'node:path';
import { matchPattern } from '../execute/match-pattern.ts';
import { readRunbook } from '../runbook/reader.ts';
import { factsOf } from '../walk/library-entry.ts';
import { textsOf } from './built-in.ts';
import type { Text } from './pack.ts';

/** Its code, and the texts that are packed for it. */
export type CatalogueModule = {
	readonly code: string;
	readonly texts: readonly Text[];
};

/** `code` is all that decides what is read out of a file: the whole program will do. */
export function catalogueModule(folder: string, code: string): CatalogueModule {
	const known = readdirSync(folder)
		.filter(file => file.endsWith('.md'))
		.sort()
		.map(file => {
			const bytes = readFileSync(join(folder, file));
			const reading = readRunbook(file.slice(0, -'.md'.length), bytes, matchPattern);
			return { file, facts: factsOf(reading), texts: textsOf(file, bytes, reading) };
		});
	const edition = createHash('sha256').update(code).digest('hex');
	const facts = JSON.stringify(known.map(one => [one.file, one.facts]));
	return {
		code: [
			`import { builtIn } from ${JSON.stringify(resolve('source/pack/built-in.ts'))};`,
			`const facts = JSON.parse(${JSON.stringify(facts)});`,
			'export const catalogue = new Map(facts.map(([file, of]) => [file, builtIn(file, of)]));',
			`export const edition = ${JSON.stringify(edition)};`,
		].join('\n'),
		texts: known.flatMap(({ texts }) => texts),
	};
}
