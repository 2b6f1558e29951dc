/** What was given on the command line and in the environment, checked against the runbook. */
import type { Given } from '../run/draft.ts';
import type { Item } from '../run/outline.ts';
import { nearest } from '../runbook/nearest.ts';
import { allSteps } from '../runbook/steps.ts';
import type { Choice, Runbook, Step } from '../runbook/types.ts';
import { machineOf } from '../runbook/values.ts';
import { shortHost } from '../walk/session.ts';
import { usageFailure } from './failure.ts';
import { problemOf, readSecrets, readValues } from './given-values.ts';
import type { Io } from './io.ts';
import { list, pair } from './option-words.ts';

/** As commander gives them. */
export type AnswerOptions = {
	readonly set?: readonly string[];
	readonly secretFile?: readonly string[];
	readonly choose?: readonly string[];
	readonly host?: readonly string[];
	readonly confirm?: readonly string[];
	readonly done?: readonly string[];
	readonly skip?: readonly string[];
	readonly yes?: boolean;
	readonly dryRun?: boolean;
};

type Meets = (item: Extract<Item, { kind: 'choice' }>) => boolean;
type Means = (visit: string, step: Step) => boolean;

export type Answers = {
	readonly given: Given;
	/** Values of secrets, by name. Never written anywhere. */
	readonly secrets: ReadonlyMap<string, string>;
	/** Each file with a secret, as it was given. */
	readonly secretFiles: readonly string[];
	/** Each decision that was given, as it was given. */
	readonly choices: readonly { readonly option: string; readonly meets: Meets }[];
	/** Each word that was given, as it was given. */
	readonly words: readonly { readonly option: string; readonly means: Means }[];
	/** The word given for a dangerous step, by visit, path or slug. */
	readonly confirmed: (visit: string, step: Step) => string | undefined;
	readonly done: (visit: string, step: Step) => boolean;
	/** The reason given for going on without what stopped a step. */
	readonly skipped: (visit: string, step: Step) => string | undefined;
	readonly yes: boolean;
};

/** @throws Failure (usage) for a name that does not exist or a value that may not be. */
export function readAnswers(io: Io, runbook: Runbook, options: AnswerOptions): Answers {
	const secrets = readSecrets(io, runbook, options.secretFile ?? []);
	const choices = (options.choose ?? []).map(option => readChoice(runbook, option));
	const confirmed = (options.confirm ?? []).map(option => pair('--confirm', option, 'step=WORD'));
	for (const [step] of confirmed) requireStep(runbook, '--confirm', step);
	for (const step of options.done ?? []) requireStep(runbook, '--done', step);
	const skipped = (options.skip ?? []).map(option => readSkip(runbook, option));
	return {
		given: {
			answers: readValues(io, runbook, options.set ?? []),
			secrets: new Set(secrets.keys()),
			hosts: readHosts(io, runbook, options.host ?? []),
			choice: item => choices.find(choice => choice.meets(item))?.index,
		},
		secrets,
		secretFiles: options.secretFile ?? [],
		choices,
		words: confirmed.map(([name, word]) => ({
			option: `${name}=${word}`,
			means: (visit, step) => names(name, visit, step),
		})),
		confirmed: (visit, step) => confirmed.find(([name]) => names(name, visit, step))?.[1],
		done: (visit, step) => (options.done ?? []).some(name => names(name, visit, step)),
		skipped: (visit, step) => skipped.find(([name]) => names(name, visit, step))?.[1],
		yes: options.yes === true,
	};
}

/** @throws Failure (usage) for a word that confirms nothing on this machine. */
export function requireWords(host: string, { confirm = [] }: AnswerOptions): void {
	const word = shortHost(host);
	for (const option of confirm) {
		const [step, given] = pair('--confirm', option, 'step=WORD');
		if (given === word) continue;
		throw usageFailure(
			`\`--confirm ${step}=${given}\`: the word is the name of this machine, \`${word}\`.`,
		);
	}
}

/** Whether somebody's name for a step means this visit of it. */
function names(name: string, visit: string, step: Step): boolean {
	return name === visit || name === step.path || name === step.slug;
}

function readHosts(io: Io, runbook: Runbook, options: readonly string[]): Given['hosts'] {
	const hosts = new Map<string, { here: boolean; name: string }>();
	for (const option of options) {
		const [host, name] = pair('--host', option, 'name=here');
		if (!runbook.hosts.some(other => other.name === host)) {
			const all = runbook.hosts.map(other => other.name);
			const near = nearest(host, all);
			throw usageFailure(
				`\`--host ${option}\`: the runbook \`${runbook.name}\` has no host \`${host}\`. ${
					near ? `Did you mean \`${near}\`?` : `Its hosts: ${list(all)}`
				}`,
			);
		}
		const problem = problemOf(io, machineOf(host), [name]);
		if (problem !== undefined) throw usageFailure(`\`--host ${option}\`: ${problem}`);
		hosts.set(host, { here: name === 'here', name });
	}
	return hosts;
}

function readChoice(runbook: Runbook, option: string) {
	const [name, branch] = pair('--choose', option, 'step=branch');
	const step = requireStep(runbook, '--choose', name);
	const items = step.parts.flatMap(part => (part.kind === 'choices' ? part.items : []));
	if (items.length === 0) {
		throw usageFailure(`\`--choose ${option}\`: the step \`${step.path}\` decides nothing.`);
	}
	const named = branchesOf(items, branch);
	const links = [...new Set(named.map(item => item.link))];
	if (links.length > 1) {
		throw usageFailure(
			`\`--choose ${option}\`: \`${branch}\` is a branch of \`${step.path}\`, and the word for going past them all. Give its number in the list: ${named.map(item => `${item.index + 1} (${item.label})`).join(', ')}.`,
		);
	}
	const index = named[0]?.index;
	if (index === undefined) {
		const targets = [...new Set(items.map(item => item.target))];
		const near = nearest(branch, [...targets, ...items.map(item => item.link)]);
		throw usageFailure(
			`\`--choose ${option}\`: \`${step.path}\` has no branch \`${branch}\`. ${
				near ? `Did you mean \`${near}\`?` : `Its branches: ${list(targets)}`
			}`,
		);
	}
	return {
		option,
		meets: (item: Extract<Item, { kind: 'choice' }>) =>
			item.choices[0] === items[0] &&
			(name === item.visit || name === step.path || name === step.slug),
		index,
	};
}

/** A branch is named by the step it links to, by `skip` if it skips, or by its number, from 1. */
function branchesOf(items: readonly Choice[], branch: string): readonly Choice[] {
	const named = items.filter(item => item.link === branch || item.target === branch);
	if (named.length > 0) return named;
	const number = /^[1-9][0-9]*$/.test(branch) ? Number(branch) - 1 : -1;
	return items.slice(number).slice(0, number < 0 ? 0 : 1);
}

function readSkip(runbook: Runbook, option: string): [string, string] {
	const [step, reason] = pair('--skip', option, 'step=REASON');
	requireStep(runbook, '--skip', step);
	if (reason.trim() !== '') return [step, reason.trim()];
	throw usageFailure(`\`--skip ${option}\`: a reason is needed: it goes on the record.`);
}

/** The step that is meant, by its path, its slug, or the id of one of its visits. */
function requireStep(runbook: Runbook, option: string, name: string): Step {
	const steps = allSteps(runbook);
	const slug = (name.split('/').at(-1) ?? '').replace(/^[0-9]+\./, '');
	const step =
		steps.find(other => other.path === name || other.slug === name) ??
		(name.includes('/') ? steps.find(other => other.slug === slug) : undefined);
	if (step) return step;
	const near = nearest(name, [
		...steps.map(other => other.slug),
		...steps.map(other => other.path),
	]);
	throw usageFailure(
		`\`${option} ${name}\`: the runbook \`${runbook.name}\` has no step \`${name}\`. ${
			near ? `Did you mean \`${near}\`?` : `\`runbook show ${runbook.name}\` shows them.`
		}`,
	);
}
