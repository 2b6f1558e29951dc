/** How a walk that is left is gone on with: its command, with what was given and not needed yet. */
import { allItems } from '../../run/outline.ts';
import { flatten, isFinished } from '../../run/progress.ts';
import { quoteWord } from '../../runbook/command/index.ts';
import type { Plain } from './walk-plainly.ts';

/** A secret is in no command, but the file that holds it is: it is needed once more. */
export function resumeCommand({ walk, answers }: Plain): string {
	const { state, visits } = walk;
	const values = [...answers.given.answers].flatMap(([name, value]) =>
		state.answers.has(name)
			? []
			: [value ?? []].flat().map(one => `--set ${name}=${quoteWord(one)}`),
	);
	const choices = answers.choices.filter(
		({ meets }) =>
			!allItems(visits).some(
				item => item.kind === 'choice' && meets(item) && state.choices.has(item.visit),
			),
	);
	const hosts = [...answers.given.hosts].filter(([host]) => !state.hosts.has(host));
	const steps = flatten(walk.progress());
	const words = answers.words.filter(({ means }) => {
		const meant = steps.filter(({ visit }) => means(visit.id, visit.step));
		return meant.length === 0 || meant.some(({ status }) => !isFinished(status));
	});
	return [
		`${walk.session.command} resume ${walk.run.id}`,
		...(answers.yes ? ['--yes'] : []),
		...values,
		...answers.secretFiles.map(option => `--secret-file ${quoteAfter(option)}`),
		...choices.map(({ option }) => `--choose ${quoteAfter(option)}`),
		...hosts.map(([host, { here, name }]) => `--host ${host}=${quoteWord(here ? 'here' : name)}`),
		...words.map(({ option }) => `--confirm ${quoteAfter(option)}`),
	].join(' ');
}

function quoteAfter(option: string): string {
	const at = option.indexOf('=') + 1;
	return `${option.slice(0, at)}${quoteWord(option.slice(at))}`;
}
