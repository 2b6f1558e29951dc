/**
 * The frame that a block stands in. It is always a plain command, never part of a condition, where
 * every shell ignores `-e`. Its bytes stand unchanged, so nothing is indented.
 */
import type { Language } from '../../runbook/types.ts';
import { hereDocument } from '../file-script.ts';

export type Framed = {
	readonly text: string;
	readonly language: Language;
	/** It has the script's own standard input; any other block's is empty. */
	readonly tty: boolean;
	/** Variables of the script that stand in it. */
	readonly variables: readonly string[];
};

/** @returns the lines that run a block; its status is what `$?` is behind them. */
export function frame({ text, language, tty, variables }: Framed): readonly string[] {
	const input = tty ? '' : ' </dev/null';
	if (language === 'sh') return ['(', 'set -e', text, `)${input}`];
	const passed = variables.map(name => `${name}=$${name} `).join('');
	// By a descriptor of its own: on standard input the block could read its own lines.
	return [`${passed}bash --noprofile --norc -e /dev/fd/3${input} 3${hereDocument(`${text}\n`)}`];
}

/** @returns the lines that put what a block prints into a variable; the status is the block's. */
export function captured(variable: string, lines: readonly string[]): readonly string[] {
	return [`${variable}=$(`, ...lines, ')'];
}

/** @returns the lines that try once a second; the status is in `RUNBOOK_STATUS` afterwards. */
export function repeated(seconds: number, lines: readonly string[]): readonly string[] {
	return [
		'RUNBOOK_TRIES=0',
		'while :; do',
		...lines,
		'RUNBOOK_STATUS=$?',
		`if [ "$RUNBOOK_STATUS" -eq 0 ] || [ "$RUNBOOK_TRIES" -ge ${Math.ceil(seconds)} ]; then break; fi`,
		'RUNBOOK_TRIES=$((RUNBOOK_TRIES + 1))',
		'sleep 1',
		'done',
	];
}
