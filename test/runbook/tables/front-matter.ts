import { type Case, page } from '../read.ts';

const rest = '# Test\n\n## Do it\n';
const body = '## Do it\n';

export const frontMatter: readonly Case[] = [
	{ title: 'refuses a file without front matter', text: rest, found: ['1:1 no-front-matter'] },
	{
		title: 'refuses front matter that is not at the very beginning',
		text: `\n---\nrunbook: 1\n---\n\n${rest}`,
		found: ['1:1 no-front-matter'],
	},
	{
		title: 'refuses front matter without an end',
		text: `---\nrunbook: 1\n\n${rest}`,
		found: ['1:1 front-matter-not-closed'],
	},
	{
		title: 'refuses front matter of more than 32 KiB',
		text: `---\nrunbook: 1\nsummary: ${'a'.repeat(33_000)}\n---\n${rest}`,
		found: ['2:1 front-matter-too-large'],
	},
	{
		title: 'refuses lists inside lists without end',
		text: `---\nrunbook: 1\ntags: ${'['.repeat(10_000)}\n---\n${rest}`,
		found: ['3:31 front-matter-nesting'],
	},
	{
		title: 'refuses front matter that is a list',
		text: `---\n- runbook: 1\n---\n${rest}`,
		found: ['2:1 front-matter-not-map'],
	},
	{
		title: 'refuses a command that YAML takes for keys, and says to write it below',
		text: page(body, "inputs:\n  user:\n    suggest: awk -F: '$3 > 999 { print $1 }' /etc/passwd"),
		found: ['6:14 yaml-syntax'],
	},
	{
		title: 'refuses a quote that is not closed',
		text: page(body, 'tags: ["one'),
		found: ['5:1 yaml-syntax'],
	},
	{
		title: 'refuses an alias bomb before anything is unfolded',
		text: page(
			body,
			`a: &a [x,x]\n${Array.from('bcdefghijklmnop', (c, n) => `${c}: &${c} [*${'abcdefghijklmno'[n]},*${'abcdefghijklmno'[n]}]`).join('\n')}`,
		),
		found: [...Array.from({ length: 16 }, (_, n) => `${n + 4}:7 yaml-alias`)],
	},
	{
		title: 'refuses a tag',
		text: page(body, 'tags: !!js/function [x]'),
		found: ['4:21 yaml-tag'],
	},
	{
		title: 'refuses a YAML directive',
		text: `---\n%YAML 1.1\n---\n${rest}`,
		found: ['2:1 yaml-directive'],
	},
	{
		title: 'refuses a list as a key',
		text: page(body, '? [a, b]\n: c'),
		found: ['4:3 yaml-key'],
	},
	{
		title: 'refuses a key that stands twice, and names it',
		text: page(body, 'summary: Another.'),
		found: ['4:1 duplicate-key'],
	},
	{
		title: 'refuses an unknown key',
		text: page(body, 'platform: [debian]'),
		found: ['4:1 unknown-key'],
	},
	{
		title: 'refuses `__proto__` as a key and as an input',
		text: page(body, '__proto__: { a: b }\ninputs:\n  __proto__: { prompt: What }'),
		found: ['4:1 unknown-key', '6:3 bad-name'],
	},
	{
		title: 'refuses tags that are no list',
		text: page(body, 'tags: apache'),
		found: ['4:7 wrong-value'],
	},
	{
		title: 'refuses `yes` where only `true` says it',
		text: page(body, 'root: yes'),
		found: ['4:7 wrong-value'],
	},
	{
		title: 'refuses front matter without the version of the format',
		text: `---\nsummary: A test.\n---\n${rest}`,
		found: ['1:1 no-version'],
	},
	{
		title: 'refuses a version that is not there yet',
		text: `---\nrunbook: 2\nsummary: A test.\n---\n${rest}`,
		found: ['2:10 unknown-version'],
	},
	{
		title: 'warns of a runbook without a summary',
		text: `---\nrunbook: 1\n---\n${rest}`,
		found: ['1:1 no-summary'],
	},
	{
		title: 'refuses a placeholder in front matter',
		text: page(body, 'tags: [a]\nplatforms: ["{{a}}"]\nhosts: { first: "{{a}}" }'),
		found: ['5:13 placeholder-not-here', '6:10 unused-host', '6:17 placeholder-not-here'],
	},
	{
		title: 'refuses a host whose name is no name',
		text: page(body, 'hosts:\n  First-one: A machine'),
		found: ['5:3 bad-name'],
	},
	{
		title: 'warns of a host that no block runs on',
		text: page(body, 'hosts:\n  first: A machine'),
		found: ['5:3 unused-host'],
	},
];
