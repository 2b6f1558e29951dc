import { type Case, fence, page, step } from '../read.ts';

const hosts = 'hosts:\n  first: One\n  second: Two';
const onBoth = `First:\n\n${fence('sh host=first')}\nSecond:\n\n${fence('sh host=second')}`;

export const blocks: readonly Case[] = [
	{
		title: 'refuses a fence that runs to the end of the file',
		text: step('```sh\ntrue\n\n## Next\n'),
		found: ['10:1 fence-not-closed'],
	},
	{
		title: 'refuses a fence that is still open where the next one begins',
		text: step('```sh\ntrue\n\n```sh undo\nfalse\n```\n'),
		found: ['10:1 fence-not-closed'],
	},
	{
		title: 'refuses a fence in the introduction that is not closed',
		text: page('```text\nwords\n\n## Do it\n'),
		found: ['8:1 fence-not-closed', '12:1 no-steps'],
	},
	{
		title: 'refuses a paragraph that begins with a fence',
		text: step('```sh when=`x`\ntrue\n\nMore.\n'),
		found: ['10:1 not-a-fence'],
	},
	{
		title: 'refuses a fence that is indented too far to be one',
		text: step('Words.\n\n    ```sh\n    true\n    ```\n'),
		found: ['12:5 not-a-fence'],
	},
	{
		title: 'refuses a block inside a list',
		text: step(`1. Do this:\n\n   ${fence('sh').replaceAll('\n', '\n   ')}\n2. Then that.\n`),
		found: ['12:4 block-in-list'],
	},
	{
		title: 'refuses a file inside a quotation',
		text: step('> ```text file=/etc/motd\n> hello\n> ```\n'),
		found: ['10:3 block-in-list'],
	},
	{
		title: 'refuses a block without commands',
		text: step('```sh\n```\n'),
		found: ['10:1 empty-block'],
	},
	{
		title: 'refuses words of a block on a language that is no shell',
		text: step(fence('python verify')),
		found: ['10:11 not-a-shell'],
	},
	{
		title: 'refuses a word where the language should stand',
		text: step(fence('undo')),
		found: ['10:4 not-a-shell'],
	},
	{
		title: 'warns of a shell that is only shown',
		text: step(fence('zsh')),
		found: ['10:4 shown-only'],
	},
	{
		title: 'warns of a shell that is written large',
		text: step(fence('Bash')),
		found: ['10:4 shown-only'],
	},
	{
		title: 'refuses more words than a block can need',
		text: step(fence(`sh ${'when=a '.repeat(200)}`)),
		found: ['10:4 too-intricate'],
	},
	{
		title: 'refuses characters among the words that Markdown changes',
		text: step(fence('text file=/etc/a&amp;b')),
		found: ['10:20 info-character'],
	},
	{
		title: 'refuses a quote among the words that is not closed',
		text: step(fence('text file="/etc/my file')),
		found: ['10:14 info-quote'],
	},
	{ title: 'refuses an unknown word', text: step(fence('sh verfy')), found: ['10:7 unknown-word'] },
	{
		title: 'refuses a word that lacks its value',
		text: step(fence('sh host')),
		found: ['10:7 unknown-word'],
	},
	{
		title: 'refuses a value of a word that takes none',
		text: step(fence('sh root=yes')),
		found: ['10:7 unknown-word'],
	},
	{
		title: 'refuses a word that stands twice',
		text: step(fence('sh root root')),
		found: ['10:12 word-twice'],
	},
	...[
		['done', 'verify'],
		['verify', 'undo'],
		['verify', 'example'],
		['tty', 'within=5s', 'verify'],
		['tty', 'capture=x'],
		['tty', 'timeout=5s'],
		['tty', 'done'],
		['danger', 'verify'],
		['danger', 'done'],
		['capture=x', 'verify'],
		['capture=x', 'done'],
		['example', 'danger'],
	].map(
		([a = '', b = '', more = '']): Case => ({
			title: `refuses \`${a}\` beside \`${b}\``,
			text: step(`${fence(`sh ${a} ${b} ${more}`.trim())}\n${fence('sh')}`),
			found: [`10:${8 + a.length} words-exclude`],
		}),
	),
	{
		title: 'refuses a file that shall be captured',
		text: step(fence('text file=/etc/motd capture=x')),
		found: ['10:24 words-exclude'],
	},
	{
		title: 'refuses `within` on what is no gate',
		text: step(fence('sh within=5s')),
		found: ['10:7 words-exclude'],
	},
	{
		title: 'refuses a mode without a file',
		text: step(fence('sh mode=0644')),
		found: ['10:7 word-without-file'],
	},
	{
		title: 'refuses a time without a unit',
		text: step(fence('sh timeout=30')),
		found: ['10:7 bad-duration'],
	},
	{
		title: 'refuses a size that is none',
		text: step(fence('sh limit=1GB')),
		found: ['10:7 bad-limit'],
	},
	{
		title: 'refuses a mode of three digits',
		text: step(fence('text file=/etc/motd mode=644')),
		found: ['10:24 bad-mode'],
	},
	{
		title: 'refuses an owner that is none',
		text: step(fence('text file=/etc/motd owner=root:')),
		found: ['10:24 bad-owner'],
	},
	{
		title: 'refuses a file whose path is not absolute',
		text: step(fence('text file=etc/motd')),
		found: ['10:9 bad-file-path'],
	},
	{
		title: 'refuses a file whose path goes up',
		text: step(fence('text file=/etc/../motd')),
		found: ['10:9 bad-file-path'],
	},
	{
		title: 'refuses a file that is a folder',
		text: step(fence('text file=/etc/')),
		found: ['10:9 bad-file-path'],
	},
	{
		title: 'refuses a name that cannot be captured into',
		text: step(fence('sh capture=__proto__')),
		found: ['10:7 bad-capture'],
	},
	{
		title: 'refuses a capture into a list',
		text: step(fence('sh capture=all'), 'inputs:\n  all: { prompt: All, many: true }'),
		found: ['12:7 bad-capture'],
	},
	{
		title: 'refuses a capture into a secret',
		text: step(fence('sh capture=key'), 'inputs:\n  key: { prompt: Key, type: secret }'),
		found: ['12:7 bad-capture'],
	},
	{
		title: 'refuses a host that is not declared',
		text: step(`${onBoth}\nThird:\n\n${fence('sh host=frist')}`, hosts),
		found: ['27:7 unknown-host'],
	},
	{
		title: 'refuses a condition on a name that nothing declares',
		text: step(fence('sh when=user')),
		found: ['10:7 unknown-condition'],
	},
	{
		title: 'refuses a condition that cannot be read',
		text: step(fence('sh when=!a=b')),
		found: ['10:7 bad-condition'],
	},
	{
		title: 'refuses a condition on something that is no choice',
		text: step(
			fence('sh when=a=z'),
			'inputs:\n  a: { prompt: A, type: choice, choices: [x, y], default: x }',
		),
		found: ['12:7 bad-condition'],
	},
	{
		title: 'refuses a comparison with a list',
		text: step(fence('sh when=a=z'), 'inputs:\n  a: { prompt: A, many: true, optional: true }'),
		found: ['12:7 bad-condition'],
	},
	{
		title: 'refuses a comparison with a secret',
		text: step(fence('sh when=a=z'), 'inputs:\n  a: { prompt: A, type: secret, optional: true }'),
		found: ['12:7 bad-condition'],
	},
	{
		title: 'refuses conditions that exclude each other',
		text: step(fence('sh when=a when=!a'), 'inputs:\n  a: { prompt: A, optional: true }'),
		found: ['12:7 bad-condition'],
	},
	{
		title: 'refuses a second `done`',
		text: step(`${fence('sh done')}\nOr:\n\n${fence('sh done')}\n${fence('sh')}`),
		found: ['16:1 second-done'],
	},
	{
		title: 'refuses a `done` behind its action',
		text: step(`${fence('sh')}\nIs it?\n\n${fence('sh done')}`),
		found: ['16:1 done-after-action'],
	},
	{
		title: 'warns of a `done` that saves nothing',
		text: step(fence('sh done')),
		found: ['10:1 done-without-action'],
	},
	{
		title: 'warns of an `undo` between two files that have pairs in mind',
		text: step(
			['a', 'b']
				.map(name => `Back:\n\n${fence('sh undo')}\n${fence(`text file=/etc/${name}`)}`)
				.join('\n'),
		),
		found: ['22:1 undo-between-files'],
	},
	{
		title:
			'finds nothing in files that have their `undo` below them, also behind an action with one',
		text: step(
			`${fence('sh')}\nBack:\n\n${fence('sh undo')}\n${['a', 'b', 'c']
				.map(name => `${fence(`text file=/etc/${name}`)}\nBack:\n\n${fence('sh undo')}`)
				.join('\n')}`,
		),
		found: [],
	},
	{
		title: 'refuses an `undo` with nothing above it',
		text: step(`${fence('sh undo')}\n${fence('sh')}`),
		found: ['10:1 undo-without-action'],
	},
	{
		title: 'refuses a second `undo` of the same action',
		text: step(`${fence('sh')}\nBack:\n\n${fence('sh undo')}\nAnd:\n\n${fence('sh undo')}`),
		found: ['22:1 undo-without-action'],
	},
];
