/** Whether a value that comes up while the script runs may be what its input is. */
import { quoteWord } from '../../runbook/command/index.ts';
import type { Late } from './late.ts';
import { posixPattern } from './posix-pattern.ts';

export type Check = {
	/** A function of the script that takes nothing, and ends the script for a bad value. */
	readonly name: string;
	readonly lines: readonly string[];
};

/** @returns the check of a captured value: type, range, choices, dash and pattern. */
export function checkOf({ name, variable, input }: Late): Check {
	const calls = [`runbook_line ${name} "$${variable}" ${input.dash ? 'dash' : "''"}`];
	const call = (command: string, ...words: readonly string[]) => {
		calls.push([command, name, `"$${variable}"`, ...words].join(' '));
	};
	const range = (lowest?: number, highest?: number) => {
		const min = [input.min, lowest].filter(limit => limit !== undefined);
		const max = [input.max, highest].filter(limit => limit !== undefined);
		const word = (limits: readonly number[], of: (...limits: number[]) => number) =>
			limits.length === 0 ? "''" : String(of(...limits));
		call('runbook_integer', word(min, Math.max), word(max, Math.min));
	};
	switch (input.type) {
		case 'integer':
			range();
			break;
		case 'port':
			range(1, 65535);
			break;
		case 'boolean':
			call('runbook_one_of', 'true', 'false');
			break;
		case 'choice':
			call('runbook_one_of', ...input.choices.map(quoteWord));
			break;
		case 'host':
		case 'ip':
		case 'cidr':
			call('runbook_address', input.type);
			break;
		case 'url':
			call('runbook_matches', quoteWord(URL));
			break;
		case 'path':
			call('runbook_path');
			break;
		case 'text':
		case 'secret':
			break;
	}
	const notes: string[] = [];
	if (input.pattern !== undefined) {
		const expression = posixPattern(input.pattern);
		if (expression) call('runbook_matches', quoteWord(expression));
		else notes.push('# Its pattern is none that grep -E knows, and is not tried here.');
	}
	const check = `runbook_check_${name}`;
	return {
		name: check,
		lines: [`${check}() {`, ...[...notes, ...calls].map(line => `\t${line}`), '}'],
	};
}

/** As far as it is plain text; whether it can be taken apart is not tried. */
const URL = '[Hh][Tt][Tt][Pp][Ss]?://[^/?#[:space:]][^[:space:]]*';
