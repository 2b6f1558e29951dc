import { type Case, fence, page, step } from '../read.ts';

const yes = '### Yes\n\n### No\n';

export const lists: readonly Case[] = [
	{
		title: 'refuses a link to no heading',
		text: step('See [this](#do-that).\n'),
		found: ['10:5 broken-link'],
	},
	{
		title: 'refuses a link in a list to no heading',
		text: step(`- [Yes](#yes)\n- [No](#noo)\n\n${yes}`),
		found: ['11:3 broken-link', '15:1 step-not-reached'],
	},
	{
		title: 'refuses a link that two steps of one name share',
		text: page('## Do it\n\n## Do it\n\n## Then\n\n1. [Do it](#do-it)\n'),
		found: ['14:4 ambiguous-link'],
	},
	{
		title: 'refuses the numbered form of a link that two steps share',
		text: page('## Do it\n\n## Do it\n\nSee [it](#do-it-1).\n'),
		found: ['12:5 ambiguous-link'],
	},
	{
		title: 'refuses a list that leads to the title',
		text: step('1. [Again](#test)\n'),
		found: ['10:4 link-not-step'],
	},
	{
		title: 'refuses a list that leads to a heading in a quotation',
		text: step('> ## Quoted\n\n1. [Quoted](#quoted)\n'),
		found: ['12:4 link-not-step'],
	},
	{
		title: 'refuses a decision that points outside itself',
		text: page('## Before\n\n## Do it\n\n- [Yes](#yes)\n- [Back](#before)\n\n### Yes\n'),
		found: ['13:1 choice-outside'],
	},
	{
		title: 'refuses a decision that skips to another branch of the one above',
		text: page(
			'## Which?\n\n- [One](#one)\n- [Two](#two)\n\n### One\n\n- [A](#a)\n- [On](#two)\n\n#### A\n\n### Two\n',
		),
		found: ['16:1 choice-outside'],
	},
	{
		title: 'refuses a block behind a decision',
		text: step(`- [Yes](#yes)\n- [No](#no)\n\n${fence('sh')}\n${yes}`),
		found: ['13:1 choices-not-last'],
	},
	{
		title: 'refuses a numbered list behind a decision',
		text: page(
			`## Other\n\n## Do it\n\n- [Yes](#yes)\n- [No](#no)\n\nThen\n\n1. [O](#other)\n\n${yes}`,
		),
		found: ['17:1 choices-not-last'],
	},
	{
		title: 'refuses a list in which only some items begin with a link',
		text: step(`- [Yes](#yes)\n- No: [no](#no)\n\n${yes}`),
		found: ['10:1 mixed-list'],
	},
	{
		title: 'refuses a list in which only some items are boxes',
		text: step('- [ ] Look\n- Listen\n'),
		found: ['10:1 mixed-list'],
	},
	{
		title: 'refuses a block inside an item of a decision',
		text: step(`- [Yes](#yes)\n\n  ${fence('sh').replaceAll('\n', '\n  ')}\n- [No](#no)\n\n${yes}`),
		found: ['12:3 list-item-content', '12:3 block-in-list'],
	},
	{
		title: 'refuses a decision inside a quotation',
		text: step(`> - [Yes](#yes)\n> - [No](#no)\n\n${yes}`),
		found: ['10:3 list-in-list'],
	},
	{
		title: 'refuses a list of links inside a list',
		text: page('## Do it\n\n- First:\n  1. [Then](#then)\n\n## Then\n'),
		found: ['10:1 link-not-first', '11:3 list-in-list'],
	},
	{
		title: 'refuses boxes inside a list',
		text: step('- First\n  - [ ] Look\n'),
		found: ['11:3 list-in-list'],
	},
	{
		title: 'refuses a title of a link that says nothing',
		text: page('## Do it\n\n## Then\n\n1. [Take it back](#do-it "Undo")\n'),
		found: ['12:1 link-title'],
	},
	{
		title: 'refuses an undo by link in a decision',
		text: step(`- [Yes](#yes "undo")\n- [No](#no)\n\n${yes}`),
		found: ['10:1 link-title'],
	},
	{
		title: 'refuses an undo by link in prose, where it does nothing',
		text: page('## Do it\n\n## Then\n\n[Take it back](#do-it "undo").\n'),
		found: ['12:1 link-title'],
	},
	{
		title: 'warns of a list whose links do not stand first',
		text: step(`- If so, [yes](#yes)\n- If not, [no](#no)\n\n${yes}`),
		found: ['10:1 link-not-first'],
	},
	{
		title: 'refuses a sub-step that no list reaches',
		text: step(`- [Yes](#yes)\n\n${yes}`),
		found: ['14:1 step-not-reached'],
	},
	{
		title: 'refuses a list that names its own step',
		text: step('1. [Again](#do-it)\n'),
		found: ['10:1 circle'],
	},
	{
		title: 'refuses a list that names a step that it stands below',
		text: page('## Above\n\n### Below\n\n1. [Again](#above)\n'),
		found: ['12:1 circle'],
	},
	{
		title: 'refuses lists that go round',
		text: page(
			'## One\n\n1. [Two](#two)\n\n## Two\n\n1. [Three](#three)\n\n## Three\n\n1. [One](#one)\n',
		),
		found: ['18:1 circle'],
	},
	{
		title: 'warns of an undo by link that takes nothing back',
		text: page(`## Do it\n\n${fence('sh')}\n## Then\n\n1. [Take it back](#do-it "undo")\n`),
		found: ['16:1 nothing-to-undo'],
	},
	{
		title: 'refuses a box that is ticked already',
		text: step('- [x] Look\n'),
		found: ['10:1 ticked-already'],
	},
	{
		title: 'refuses a placeholder in the words of a decision',
		text: step(`- [Yes, {{run.id}}](#yes)\n- [No](#no)\n\n${yes}`),
		found: ['10:1 placeholder-not-here'],
	},
];
