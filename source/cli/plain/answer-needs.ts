/** The inputs and hosts that a step needs: from the command line, by default, or by asking. */
import { defaultAnswer } from '../../run/draft.ts';
import { answersToTake } from '../../run/given.ts';
import type { Visit } from '../../run/outline.ts';
import type { Input, Value } from '../../runbook/types.ts';
import { exitCodes } from '../exit-codes.ts';
import { problemOf } from '../given-values.ts';
import { complain, printLines } from '../io.ts';
import { ask } from './ask.ts';
import { askSecret } from './ask-secret.ts';
import type { Plain } from './walk-plainly.ts';

/** What was given is on record before anything looks at it, also where nothing would ask for it. */
export function recordGiven({ walk, answers }: Plain): void {
	for (const { name, value, secret } of answersToTake(walk.runbook, walk.state, answers.given)) {
		if (secret) walk.answerSecret(name, answers.secrets.get(name) ?? '');
		else walk.answer(name, value);
	}
}

/** Gives an exit status when something is missing that nobody can be asked for. */
export async function answerNeeds(plain: Plain, visit: Visit): Promise<number | undefined> {
	const { walk, answers } = plain;
	for (const host of walk.needsHosts(visit)) {
		const given = answers.given.hosts.get(host);
		if (given) walk.nameHost(host, given.here, given.name);
		else if (plain.asks) await askHost(plain, host);
		else walk.nameHost(host, false, host);
	}
	// What depends on an answer comes into view once that is there.
	for (let needs = walk.needs(visit); needs.length > 0; needs = walk.needs(visit)) {
		const input = needs[0];
		if (!input) break;
		if (!(await answer(plain, input))) {
			complain(plain.io, `runbook: ${missingText(input)}`);
			return exitCodes.unanswered;
		}
	}
	return undefined;
}

/** How an input that is missing can be given. */
export function missingText(input: Input): string {
	return input.type === 'secret'
		? `The secret \`${input.name}\` (${input.prompt}) is missing. Put it into the environment, RUNBOOK_SECRET_${input.name}, or into a file: --secret-file ${input.name}=FILE`
		: `The input \`${input.name}\` (${input.prompt}) is missing. Give it: --set ${input.name}=…`;
}

async function answer(plain: Plain, input: Input): Promise<boolean> {
	const { walk, answers } = plain;
	if (input.type === 'secret') {
		const secret = answers.secrets.get(input.name);
		if (secret !== undefined) walk.answerSecret(input.name, secret);
		return secret !== undefined || (plain.asks && (await askFor(plain, input)));
	}
	if (plain.asks) return askFor(plain, input);
	const byDefault = defaultAnswer(input);
	if (byDefault === undefined) return false;
	walk.answer(input.name, byDefault);
	return true;
}

async function askFor(plain: Plain, input: Input): Promise<boolean> {
	const { io, walk } = plain;
	for (let tries = 0; tries < 3; tries++) {
		const typed = await (input.type === 'secret' ? askSecret : ask)(io, question(input));
		const value = typed === '' ? defaultAnswer(input) : read(input, typed);
		if (value === null) {
			walk.answer(input.name, null);
			return true;
		}
		const problem =
			value === undefined ? 'A value is needed.' : problemOf(io, input, [value].flat());
		if (problem === undefined && value !== undefined) {
			if (input.type === 'secret') walk.answerSecret(input.name, String(value));
			else walk.answer(input.name, value);
			return true;
		}
		printLines(io, [`  ${problem}`]);
	}
	return false;
}

function question(input: Input): string {
	const byDefault = defaultAnswer(input);
	const choices = input.type === 'boolean' ? ['true', 'false'] : input.choices;
	const hints = [
		...(choices.length > 0 ? [choices.join(' or ')] : []),
		...(input.many ? ['several with commas between'] : []),
		...(input.optional ? ['may stay empty'] : []),
		...(byDefault ? [`Enter for ${[byDefault].flat().join(', ')}`] : []),
	];
	const help = input.help ? `  ${input.help}\n` : '';
	return `${help}${input.prompt}${hints.length > 0 ? ` (${hints.join('; ')})` : ''}: `;
}

function read(input: Input, typed: string): Value {
	if (!input.many) return typed;
	return typed
		.split(',')
		.map(value => value.trim())
		.filter(value => value !== '');
}

async function askHost({ io, walk }: Plain, host: string): Promise<void> {
	const described = walk.runbook.hosts.find(other => other.name === host)?.description ?? host;
	const typed = await ask(
		io,
		`${described} (\`${host}\`): its name, or \`here\` for this machine (Enter: another machine): `,
	);
	walk.nameHost(host, typed === 'here', typed === '' ? host : typed);
}
