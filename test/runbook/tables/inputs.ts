import { type Case, fence, step } from '../read.ts';

/** A document with the input `name` on line 5; its keys begin in column 9. */
const input = (keys: string, content = fence('sh', 'echo {{name}}')): string =>
	step(content, `inputs:\n  name: { ${keys} }`);

export const inputs: readonly Case[] = [
	{
		title: 'refuses an input without a prompt',
		text: input('type: text'),
		found: ['5:3 no-prompt'],
	},
	{
		title: 'refuses an input without keys',
		text: step(fence('sh', 'echo {{name}}'), 'inputs:\n  name: text'),
		found: ['5:9 wrong-value'],
	},
	{
		title: 'refuses an unknown key of an input',
		text: input('prompt: What, pattren: a'),
		found: ['5:25 unknown-key'],
	},
	{
		title: 'refuses an unknown type',
		text: input('prompt: What, type: number'),
		found: ['5:31 unknown-type'],
	},
	{
		title: 'refuses a range of something that is no number',
		text: input('prompt: What, type: host, min: 1'),
		found: ['5:42 key-without-type'],
	},
	{
		title: 'refuses choices of a type without choices',
		text: input('prompt: What, choices: [a, b]'),
		found: ['5:34 key-without-type'],
	},
	{
		title: 'refuses a range that holds nothing',
		text: input('prompt: What, type: integer, min: 9, max: 1'),
		found: ['5:45 bad-range'],
	},
	{
		title: 'refuses a bound that is no whole number',
		text: input('prompt: What, type: integer, min: 1.5'),
		found: ['5:45 wrong-value'],
	},
	{
		title: 'refuses a choice without choices',
		text: input('prompt: What, type: choice'),
		found: ['5:3 bad-choices'],
	},
	{
		title: 'refuses a choice that stands twice',
		text: input('prompt: What, type: choice, choices: [a, a]'),
		found: ['5:48 bad-choices'],
	},
	{
		title: 'refuses a pattern that does not compile',
		text: input("prompt: What, pattern: '[a'"),
		found: ['5:34 bad-pattern'],
	},
	{
		title: 'refuses a pattern that is whole only between other brackets',
		text: input("prompt: What, pattern: 'a)|(b'"),
		found: ['5:34 bad-pattern'],
	},
	{
		title: 'refuses a default that the type does not take',
		text: input('prompt: What, type: port, default: 70000'),
		found: ['5:46 bad-default'],
	},
	{
		title: 'refuses a default that the pattern does not take',
		text: input("prompt: What, pattern: '[a-z]+', default: A1"),
		found: ['5:53 bad-default'],
	},
	{
		title: 'refuses several defaults of one value',
		text: input('prompt: What, default: [a, b]'),
		found: ['5:34 bad-default'],
	},
	{
		title: 'refuses a default of a secret',
		text: input('prompt: What, type: secret, default: abc', fence('sh', 'echo "$name"')),
		found: ['5:48 key-without-type'],
	},
	{
		title: 'refuses a placeholder in `suggest`',
		text: input('prompt: What, suggest: "ls {{name}}"'),
		found: ['5:34 bad-suggest'],
	},
	{
		title: 'refuses a `suggest` that no shell can read',
		text: input('prompt: What, suggest: "ls )"'),
		found: ['5:34 bad-suggest'],
	},
	{
		title: 'refuses `dash: true`, which says nothing',
		text: input('prompt: What, dash: true'),
		found: ['5:31 wrong-value'],
	},
	{
		title: 'refuses a placeholder in a prompt',
		text: input('prompt: "What {{name}}"'),
		found: ['5:19 placeholder-not-here'],
	},
	...[
		fence('sh when=name'),
		fence('sh when=!name'),
		fence('sh when=name=x', 'echo {{name}}'),
		`${fence('sh when=name')}\n${fence('sh example', 'echo {{name}}')}`,
	].map(
		(body): Case => ({
			title: 'refuses an input that only `when=` asks for, which asks for no such input',
			text: input('prompt: What', body),
			found: ['5:3 never-asked'],
		}),
	),
	{
		title: 'refuses a secret that only a block with its own `when=` reads',
		text: input('prompt: What, type: secret', fence('sh when=name', 'echo "$name"')),
		found: ['5:3 never-asked'],
	},
	{
		title: 'warns of an input that nothing uses',
		text: input('prompt: What', fence('sh')),
		found: ['5:3 unused-input'],
	},
];
