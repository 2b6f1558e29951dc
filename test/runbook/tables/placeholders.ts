import { type Case, fence, step } from '../read.ts';

const inputs = (...lines: string[]): string =>
	`inputs:\n${lines.map(line => `  ${line}`).join('\n')}`;

export const placeholders: readonly Case[] = [
	{
		title: 'refuses an undeclared name in a command, once',
		text: step(fence('sh', 'ls\necho {{user}}')),
		found: ['12:6 undeclared-placeholder'],
	},
	{
		title: 'refuses an undeclared name in a file',
		text: step(fence('text file=/etc/motd', 'Hello\n  {{user}}')),
		found: ['12:3 undeclared-placeholder'],
	},
	{
		title: 'refuses an undeclared name in `file=` and in `owner=`',
		text: step(fence('text file=/home/{{user}}/a owner={{group}}', 'x')),
		found: ['10:9 undeclared-placeholder', '10:31 undeclared-placeholder'],
	},
	{
		title: 'refuses an undeclared name in prose, also in code',
		text: step('Open {{url}}, then\nlook at `{{url}}`.\n'),
		found: ['10:6 undeclared-placeholder', '11:10 undeclared-placeholder'],
	},
	{
		title: 'refuses a host that is not declared in braces',
		text: step(fence('sh', 'echo {{host.first}}')),
		found: ['11:6 undeclared-placeholder'],
	},
	{
		title: 'refuses a placeholder in quotes, by the rules for commands, at its place',
		text: step(`  ${fence('sh', '  echo\n  echo "{{run.id}}"').trimStart()}`),
		found: ['12:9 placeholder-in-quotes'],
	},
	{
		title: 'refuses a placeholder in the address of a link',
		text: step('See [it](http://example.org/{{run.id}}).\n'),
		found: ['10:5 placeholder-not-here'],
	},
	{
		title: 'refuses a secret in a command, in a file and in prose',
		text: step(
			`Use {{key}}.\n\n${fence('sh', 'echo {{key}}')}\n${fence('text file=/etc/key', '{{key}}')}`,
			inputs('key: { prompt: Key, type: secret }'),
		),
		found: ['12:5 secret-in-text', '15:6 secret-in-text', '19:1 secret-in-text'],
	},
	{
		title: 'refuses an optional value without `when=`',
		text: step(fence('sh', 'echo {{note}}'), inputs('note: { prompt: Note, optional: true }')),
		found: ['13:6 optional-without-when'],
	},
	{
		title: 'refuses an optional value where `when=` says that it is missing',
		text: step(
			fence('sh when=!note', 'echo {{note}}'),
			inputs('note: { prompt: Note, optional: true }'),
		),
		found: ['13:6 optional-without-when'],
	},
	{
		title: 'refuses an optional value in `file=`',
		text: step(
			fence('text file=/etc/{{note}}', 'x'),
			inputs('note: { prompt: Note, optional: true }'),
		),
		found: ['12:9 optional-without-when'],
	},
	{
		title: 'refuses an optional value in prose',
		text: step('Note {{note}}.\n', inputs('note: { prompt: Note, optional: true }')),
		found: ['12:6 optional-without-when'],
	},
	{
		title: 'refuses an optional secret that a command reads',
		text: step(
			fence('sh', 'echo "$key"'),
			inputs('key: { prompt: Key, type: secret, optional: true }'),
		),
		found: ['13:7 optional-without-when'],
	},
	{
		title: 'refuses a value that is captured only later',
		text: step(`${fence('sh', 'echo {{a}}')}\n${fence('sh capture=a', 'date')}`),
		found: ['11:6 used-before-capture'],
	},
	{
		title: 'refuses a condition on what is captured only later, in another step',
		text: step(`${fence('sh when=a')}\n## Next\n\n${fence('sh capture=a', 'date')}`),
		found: ['10:7 used-before-capture'],
	},
	{
		title: 'refuses two lists on one line of a file',
		text: step(
			fence('text file=/etc/all', 'x\n{{a}} {{b}}'),
			inputs('a: { prompt: A, type: ip, many: true }', 'b: { prompt: B, type: ip, many: true }'),
		),
		found: ['15:1 two-lists-in-line'],
	},
	{
		title: 'refuses a list beside an optional value on one line of a file',
		text: step(
			fence('text file=/etc/all', '{{a}} {{b}}'),
			inputs(
				'a: { prompt: A, type: ip, many: true }',
				'b: { prompt: B, type: ip, optional: true }',
			),
		),
		found: ['14:1 two-lists-in-line'],
	},
	{
		title: 'refuses a list in `file=`',
		text: step(
			fence('text file=/etc/{{a}}', 'x'),
			inputs('a: { prompt: A, type: ip, many: true }'),
		),
		found: ['12:9 list-not-here'],
	},
	{
		title: 'refuses a file whose path begins with what is no path',
		text: step(fence('text file={{a}}', 'x'), inputs('a: { prompt: A, type: text }')),
		found: ['12:9 bad-file-path'],
	},
	{
		title: 'warns of text without a pattern that goes into a file, once',
		text: step(
			fence('text file=/etc/motd', '{{a}}\n{{a}}'),
			inputs('a: { prompt: A, type: text }'),
		),
		found: ['13:1 file-value-without-pattern'],
	},
];
