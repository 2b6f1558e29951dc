/** What stands before the first step: what this is, what it needs, and the functions it brings. */
import type { Runbook } from '../../runbook/types.ts';
import { plainLines, proseLines } from '../../text/prose.ts';
import { allItems, outline } from '../outline.ts';
import { putValues } from '../put-values.ts';
import type { RunState } from '../state.ts';
import { checkOf } from './checks.ts';
import { comment, PROSE_COLUMNS } from './comments.ts';
import { helpersFor } from './helpers.ts';
import { isSecret } from './late.ts';
import { functionPart } from './words.ts';
import type { Writing } from './writing.ts';

export type About = {
	/** The program that made the script, with its version. */
	readonly program: string;
	/** ISO 8601, UTC. */
	readonly time: string;
};

export function headLines(writing: Writing, about: About): readonly string[] {
	const { runbook, state } = writing;
	const text = [
		runbook.title,
		'',
		`The runbook \`${runbook.name}\` as one shell script, made by \`runbook script\``,
		`(${about.program}) at ${about.time}. Its id is ${state.began.id}.`,
		'',
		...rules(writing),
		...answers(runbook, state),
		...asked(writing),
		...list('It leaves to you, and does not wait for it:', [...new Set(writing.needs.byHand)]),
	];
	return [
		'#!/bin/sh',
		...comment(...text.slice(0, -1)),
		'',
		...introduction(runbook, state),
		...beginning(writing),
	];
}

function rules({ needs, lines }: Writing): readonly string[] {
	const hasUndo = lines.some(line => /^undo_\w+\(\) \($/.test(line));
	return [
		'It stops at the first action or gate that fails, says in which step, and',
		'ends with a status that is not 0.',
		...(needs.limits
			? ['Time limits of commands are not kept: `timeout` is not in every system.']
			: []),
		'',
		...(hasUndo
			? [
					'The functions `undo_...` take back what was done. Nothing calls them but',
					'steps that say so. To call one, newest first, paste it into a shell that',
					'has RUNBOOK_JOBS and the other values it names, as this script said them.',
					'',
				]
			: []),
	];
}

function answers(runbook: Runbook, state: RunState): readonly string[] {
	const values = runbook.inputs.flatMap(({ name }) => {
		const answer = state.answers.get(name);
		if (!answer) return [];
		if (isSecret(runbook, name) || answer.kind === 'secret') return [`${name} is secret`];
		return [
			answer.kind === 'empty'
				? `${name} is empty`
				: `${name} = ${[answer.value].flat().join(', ')}`,
		];
	});
	const hosts = [...state.hosts].map(
		([host, { here, name }]) => `${host} = ${here ? `this machine (${state.began.host})` : name}`,
	);
	const choices = allItems(outline(runbook, state.choices)).flatMap(item => {
		if (item.kind !== 'choice') return [];
		const choice = item.choices[state.choices.get(item.visit) ?? -1];
		return choice ? [`${item.visit}: ${choice.label}`] : [];
	});
	return [...list('Answers:', values), ...list('Machines:', hosts), ...list('Decisions:', choices)];
}

function asked({ needs, runbook }: Writing): readonly string[] {
	const secrets = [...needs.secrets, ...needs.optionalSecrets].map(name => {
		const prompt = runbook.inputs.find(input => input.name === name)?.prompt ?? name;
		return `${name}: ${prompt} (secret${needs.optionalSecrets.has(name) ? ', optional' : ''})`;
	});
	const values = [...needs.values].map(([name, what]) => `${name}: ${what}`);
	return list('It takes from the environment:', [...secrets, ...values]);
}

function list(title: string, items: readonly string[]): readonly string[] {
	return items.length === 0 ? [] : [title, ...items.map(item => `  ${item}`), ''];
}

function introduction(runbook: Runbook, state: RunState): readonly string[] {
	const lines = plainLines(
		proseLines(runbook.introduction, PROSE_COLUMNS, {
			put: text => putValues(state, text),
			backticks: true,
		}),
	);
	return lines.length === 0 ? [] : [...comment(...lines), ''];
}

/** The same surroundings as in a run: no arguments, the folder `/`, messages that can be read. */
function beginning(writing: Writing): readonly string[] {
	const { needs, checks, lines, runbook } = writing;
	const own = [
		...(needs.jobs
			? [
					`RUNBOOK_JOBS=$(mktemp -d "\${TMPDIR:-/tmp}/runbook-${functionPart(runbook.name)}.XXXXXX") || exit`,
				]
			: []),
		'RUNBOOK_STEP=',
		'trap runbook_ended EXIT',
		"trap 'exit 129' HUP",
		"trap 'exit 130' INT",
		"trap 'exit 143' TERM",
	];
	const checkLines = [...checks.values()].flatMap(late => ['', ...checkOf(late).lines]);
	return [
		`if [ "$#" -gt 0 ]; then echo 'runbook: this script takes no arguments.' >&2; exit 2; fi`,
		...(needs.root
			? [`if [ "$(id -u)" -ne 0 ]; then echo 'runbook: this needs root.' >&2; exit 1; fi`]
			: []),
		...(needs.bash
			? [
					`if ! command -v bash >/dev/null; then echo 'runbook: this needs bash.' >&2; exit 1; fi`,
					'unset BASH_ENV',
				]
			: []),
		...[...needs.secrets].flatMap(name => [`: "\${${name}:?}"`, `export ${name}`]),
		...[...needs.optionalSecrets].map(name => `if [ -n "\${${name}-}" ]; then export ${name}; fi`),
		// Set or not, it is a variable of the script from here on.
		...[...needs.values.keys()].map(name => `: "\${${name}=}"`),
		'cd / || exit',
		'LC_ALL=C',
		'export LC_ALL',
		...helpersFor([...lines, ...own, ...checkLines]),
		...checkLines,
		'',
		...own,
	];
}
