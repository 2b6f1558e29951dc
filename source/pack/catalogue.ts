/** The module that takes the place of source/walk/catalogue.ts in the built command. */
import { createHash } from 'node:crypto';
import { readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { matchPattern } from '../execute/match-pattern.ts';
import { readRunbook } from '../runbook/reader.ts';
import { factsOf } from '../walk/library-entry.ts';

/** `code` is all that decides what is read out of a file: the whole program will do. */
export function catalogueModule(folder: string, code: string): string {
	const known = readdirSync(folder)
		.filter(file => file.endsWith('.md'))
		.sort()
		.map(file => {
			const bytes = readFileSync(join(folder, file));
			const reading = readRunbook(file.slice(0, -'.md'.length), bytes, matchPattern);
			return [file, { text: bytes.toString('utf8'), facts: factsOf(reading) }];
		});
	const edition = createHash('sha256').update(code).digest('hex');
	return [
		`export const catalogue = new Map(JSON.parse(${JSON.stringify(JSON.stringify(known))}));`,
		`export const edition = ${JSON.stringify(edition)};`,
	].join('\n');
}
