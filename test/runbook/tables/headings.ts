import { type Case, fence, page, step } from '../read.ts';

const front = '---\nrunbook: 1\nsummary: A test.\n---\n';

export const headings: readonly Case[] = [
	{
		title: 'refuses a runbook without a title',
		text: `${front}\n## Do it\n`,
		found: ['6:1 no-title'],
	},
	{
		title: 'refuses a second title',
		text: page('## Do it\n\n# Another\n'),
		found: ['10:1 second-title'],
	},
	{
		title: 'refuses a step before the title',
		text: `${front}## Do it\n\n# Test\n`,
		found: ['5:1 heading-before-title'],
	},
	{
		title: 'refuses text before the title',
		text: `${front}Hello.\n\n# Test\n\n## Do it\n`,
		found: ['5:1 text-before-title'],
	},
	{ title: 'refuses a heading without text', text: page('##\n'), found: ['8:1 bad-heading'] },
	{
		title: 'refuses a heading that no link can lead to',
		text: page('## ???\n'),
		found: ['8:1 bad-heading'],
	},
	{
		title: 'refuses a placeholder in a heading',
		text: page('## Do {{run.id}}\n'),
		found: ['8:1 placeholder-not-here'],
	},
	{
		title: 'refuses a runbook without steps',
		text: page('Only words.\n'),
		found: ['9:1 no-steps'],
	},
	{
		title: 'refuses more steps than anybody walks',
		text: page(
			`## One\n\n${'1. [Two](#two)\n'.repeat(80)}\n## Two\n\n${'1. [Three](#three)\n'.repeat(80)}\n## Three\n`,
		),
		found: ['8:1 too-many-steps'],
	},
	{
		title: 'refuses a block in the introduction',
		text: page(`${fence('sh')}\n## Do it\n`),
		found: ['8:1 block-in-introduction'],
	},
	{
		title: 'refuses boxes to tick in the introduction',
		text: page('- [ ] Look\n\n## Do it\n'),
		found: ['8:1 block-in-introduction'],
	},
	{
		title: 'refuses a comment that hides the rest of the file',
		text: step('<!-- Not yet:\n\n## Later\n'),
		found: ['10:1 html-not-closed'],
	},
	{
		title: 'refuses a fence that HTML hides from Markdown',
		text: step('<div>\n```sh\ntrue\n```\n</div>\n'),
		found: ['11:1 not-a-fence'],
	},
	{
		title: 'refuses a heading that HTML hides from Markdown',
		text: step('<details>\n## Later\n</details>\n'),
		found: ['11:1 not-a-fence'],
	},
];
