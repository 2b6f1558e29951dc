/** Scripts are read by every shell, and ShellCheck finds nothing in them. */
import { spawnSync } from 'node:child_process';
import { describe, expect, test } from 'vitest';
import { shells, titleOf } from '../helpers/shells.ts';
import { read, scriptOf } from '../run/script/helpers.ts';
import { runbooks, ways } from '../run/script/ways.ts';
import { block } from '../run/script/workplace.ts';

const hasShellCheck = spawnSync('shellcheck', ['--version']).status === 0;

/** Everything that a frame can be. */
const everything = scriptOf(
	read(
		[
			'## Look\n\nIs it done?\n',
			block('sh done when=token', 'test -e /x'),
			block('sh capture=mode', 'cat /y'),
			block('bash capture=second', 'echo {{mode}}'),
			block('bash', 'echo {{second}} "$password"'),
			'Back:\n',
			block('sh undo when=mode=on', 'echo {{mode}}', 'echo {{second}} | xargs echo {{second}}'),
			'A gate:\n',
			block('sh verify within=5s when=!mode', 'test -n {{second}}'),
			'Another gate:\n',
			block('bash verify within=5s', 'echo {{second}}'),
			'1. [Below](#below)\n2. [Back](#below "undo")\n',
			'### Below\n\nBack:\n',
			block('sh undo', 'echo reload'),
			block(
				'text file=/tmp/{{mode}}.conf owner={{second}}:adm',
				'a',
				'b {{second}} {{list}}',
				'{{maybe}}',
			),
			block('sh tty', 'vi /x'),
			block('sh when=token', 'echo "$token" "$RUNBOOK_JOB"'),
			'## Elsewhere\n\nIs it done there?\n',
			block('sh done host=other', 'test -e /x'),
			'On the other:\n',
			block('sh when=mode host=other', 'uptime'),
			'And:\n',
			block('sh capture=number host=other', 'ls | wc -l'),
			'Here:\n',
			block('sh', 'echo {{number}}'),
		].join('\n'),
		[
			'hosts: { other: Another }',
			'inputs:',
			'  number: { prompt: N, type: integer, min: 1 }',
			"  mode: { prompt: Mode, pattern: '[a-z]+' }",
			'  second: { prompt: Second, type: choice, choices: [a, "b c"] }',
			'  list: { prompt: List, type: cidr, many: "true" }',
			"  maybe: { prompt: Maybe, pattern: '[a-z]+', optional: 'true' }",
			'  token: { prompt: T, type: secret, optional: "true" }',
			'  password: { prompt: P, type: secret }',
			'',
		].join('\n'),
	),
	{ hosts: { other: 'fw2' }, answers: { list: ['::1', '10.0.0.0/8'], maybe: null } },
);

const scripts = [
	{ file: 'every kind of frame', texts: [everything] },
	...runbooks.map(({ file, runbook }) => ({
		file,
		texts: ways(runbook, {}).map(given => scriptOf(runbook, given)),
	})),
];

/** Of many ways, which are much the same, as many as have every line of them all behind the one before it. */
function whatTellsAll(texts: readonly string[]): readonly string[] {
	const seen = new Set<string>();
	const pairsOf = (text: string) => {
		const lines = text.split('\n');
		return lines.map((line, at) => `${lines[at - 1]}\n${line}`);
	};
	const longestFirst = texts.toSorted((one, other) => other.length - one.length);
	return longestFirst.filter(text => {
		const fresh = pairsOf(text).filter(pair => !seen.has(pair));
		for (const pair of fresh) seen.add(pair);
		return fresh.length > 0;
	});
}

describe.each(scripts)('$file', ({ texts }) => {
	for (const shell of shells) {
		test.runIf(shell.present)(`is read by ${titleOf(shell)}`, () => {
			const [program, ...words] = shell.command;
			for (const input of texts) {
				const { status, stderr } = spawnSync(program, [...words, '-n'], {
					input,
					encoding: 'utf8',
				});
				expect([status, stderr]).toEqual([0, '']);
			}
		});
	}

	test.runIf(hasShellCheck)(
		hasShellCheck
			? 'ShellCheck finds nothing'
			: 'ShellCheck finds nothing (skipped: it is not installed)',
		() => {
			for (const input of whatTellsAll(texts)) {
				const { stdout } = spawnSync('shellcheck', ['-s', 'sh', '-f', 'gcc', '-'], {
					input,
					encoding: 'utf8',
				});
				expect(stdout).toBe('');
			}
		},
	);
});
