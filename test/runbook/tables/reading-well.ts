import { type Case, fence, step } from '../read.ts';

const hosts = 'hosts:\n  first: One';

export const readingWell: readonly Case[] = [
	...['undo', 'verify'].map(
		(word): Case => ({
			title: `warns of a \`${word}\` without a sentence before it`,
			text: step(`${fence('sh')}\n${fence(`sh ${word}`)}`),
			found: ['14:1 looks-like-action'],
		}),
	),
	{
		title: 'warns of an action elsewhere without a sentence before it',
		text: step(`${fence('sh host=first')}\n${fence('sh host=first')}`, hosts),
		found: ['16:1 looks-like-action'],
	},
	{
		title: 'warns of an action here among actions elsewhere',
		text: step(`${fence('sh host=first')}\nThen:\n\n${fence('sh')}`, hosts),
		found: ['18:1 action-without-host'],
	},
	...[
		['cd /etc', '11:1'],
		['ls\nexport A=1', '12:1'],
		['ls && a=1', '11:7'],
	].map(
		([text = '', at]): Case => ({
			title: `warns of a block that ends with \`${text.split(/\n|&& /).at(-1)}\``,
			text: step(fence('sh', text)),
			found: [`${at} nothing-lasts`],
		}),
	),
	...[
		['sudo ls', '11:1'],
		['ls\n/usr/bin/passwd root', '12:1'],
		['ls | env EDITOR=vi visudo', '11:6'],
		['timeout 5 ssh -p 22 server id', '11:1'],
	].map(
		([text = '', at]): Case => ({
			title: `warns of \`${text.split('\n').at(-1)}\` without a terminal`,
			text: step(fence('sh', text)),
			found: [`${at} needs-terminal`],
		}),
	),
	...[
		'! grep -q x /etc/motd',
		'! cat /etc/motd | grep -q x',
		'! grep -q x < /etc/motd',
		'! grep -e x -r /etc',
		'! grep -vex /etc/motd',
		"! grep -v -e '^#' /etc/motd",
		'! sort -k 2 /etc/motd | grep x',
		'! grep --regexp=x /etc/motd',
	].map(
		(text): Case => ({
			title: `warns of \`${text}\`, which passes without the file`,
			text: step(fence('sh verify', text)),
			found: ['11:1 passes-without-file'],
		}),
	),
	...[
		"! ls | grep -v -e '^#' -e '^$'",
		"! ls | grep -ve '^#' -e x",
		'! ls | grep -v x',
		'! ls | head -n 3 | grep -A 2 x',
		'! ls | awk -v n=1 -F : x',
		'! ls | grep -q -- x',
		'test -r /etc/motd\n! grep -q x /etc/motd',
	].map(
		(text): Case => ({
			title: `finds nothing in \`${text}\``,
			text: step(fence('sh verify', text)),
			found: [],
		}),
	),
];
