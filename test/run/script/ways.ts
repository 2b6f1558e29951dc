/** The runbooks of the repository, and answers for every way through them. */
import { existsSync, readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { readRunbook } from '../../../source/runbook/reader.ts';
import type { Input, Runbook, Value } from '../../../source/runbook/types.ts';
import { type Answers, resultOf } from './helpers.ts';

const root = join(import.meta.dirname, '../../..');
const files = ['runbooks', 'test/fixtures', 'test/fixtures/runbooks'].flatMap(folder => {
	const path = join(root, folder);
	if (!existsSync(path)) return [];
	return readdirSync(path).flatMap(name => (name.endsWith('.md') ? [join(path, name)] : []));
});

/** Every runbook of the repository. */
export const runbooks = files.flatMap(file => {
	const { runbook } = readRunbook('sample', readFileSync(file), () => true);
	return runbook ? [{ file: file.slice(root.length + 1), runbook }] : [];
});

/** A plain value, so that it is the same in quotes and without. */
export function sample(input: Input): Value {
	const values: Partial<Record<Input['type'], string>> = {
		integer: String(input.min ?? 7),
		port: '8080',
		boolean: 'true',
		choice: input.choices[0] ?? 'x',
		ip: '192.0.2.1',
		cidr: '192.0.2.0/24',
		url: 'http://example.org/',
		path: '/srv/sample',
	};
	const value = values[input.type] ?? 'sample';
	return input.many ? [value, value] : value;
}

/** Answers for every way that decisions and hosts can take. */
export function ways(runbook: Runbook, given: Answers): readonly Answers[] {
	const result = resultOf(runbook, given);
	if (result.kind !== 'unanswered') return [given];
	const { inputs, hosts, decisions } = result;
	if (inputs.length + hosts.length > 0) {
		const more = Object.fromEntries(inputs.map(input => [input.name, sample(input)]));
		const answers = { ...given.answers, ...more };
		return ['here', 'elsewhere'].slice(hosts.length > 0 ? 0 : 1).flatMap(where => {
			const named = Object.fromEntries(hosts.map(host => [host, where]));
			return ways(runbook, { ...given, answers, hosts: { ...given.hosts, ...named } });
		});
	}
	const [decision] = decisions;
	if (!decision) return [];
	return decision.choices.flatMap(choice =>
		ways(runbook, { ...given, choices: { ...given.choices, [decision.visit]: choice } }),
	);
}
