/** What a runbook asks for, touches and consists of: for the brief. Pure. */
import { allVisits, outline, type Visit } from '../../run/outline.ts';
import type { Block, Runbook, Step } from '../../runbook/types.ts';
import { safe } from '../../text/safe.ts';
import { width, wrapWords } from '../../text/width.ts';
import { showText } from '../display.ts';
import type { Needs } from './brief.ts';
import { blanks, type Line, line, span } from './line.ts';

/** `8 or more steps, 1 decision, needs root, for openbsd`. */
export function factsOf(runbook: Runbook): string {
	const steps = allSteps(runbook.steps);
	const blocks = blocksOf(runbook);
	const decisions = steps.filter(({ parts }) =>
		parts.some(({ kind }) => kind === 'choices'),
	).length;
	// As the walk counts them: one on each way, and what a decision leads to once it is taken.
	const visits = allVisits(outline(runbook, new Map()));
	const sure = visits.length;
	const adds = new Set(visits.map(({ step }) => step.slug)).size < steps.length;
	const dangerous = blocks.filter(({ danger }) => danger).length;
	const count = (number: number, one: string, many: string) =>
		`${number} ${number === 1 ? one : many}`;
	return [
		adds ? `${sure} or more steps` : count(sure, 'step', 'steps'),
		...(decisions > 0 ? [count(decisions, 'decision', 'decisions')] : []),
		...(dangerous > 0 ? [count(dangerous, 'dangerous block', 'dangerous blocks')] : []),
		...(runbook.hosts.length > 0 ? [count(runbook.hosts.length, 'machine', 'machines')] : []),
		runbook.root || blocks.some(({ root }) => root) ? 'needs root' : 'needs no root',
		...(runbook.platforms.length > 0 ? [`for ${runbook.platforms.join(', ')}`] : []),
	].join(', ');
}

/** What is asked for at the beginning, and what later. */
export function needLines(runbook: Runbook, needs: Needs, columns: number): readonly Line[] {
	const captured = new Set(blocksOf(runbook).flatMap(({ capture }) => capture ?? []));
	const now = new Set([...needs.inputs.map(({ name }) => name), ...needs.hosts]);
	const hosts = runbook.hosts.map(({ name, description }) => ({ name, what: description }));
	const inputs = runbook.inputs
		.filter(({ name }) => !captured.has(name))
		.map(({ name, prompt }) => ({ name, what: prompt }));
	const all = [...hosts, ...inputs];
	const part = (
		title: string,
		which: readonly { name: string; what: string }[],
	): readonly Line[] =>
		which.length === 0
			? []
			: [
					line(showText(` ${title}`), 'title'),
					...which.flatMap(each => rows(each, indent, columns)),
					[],
				];
	const indent = all.reduce(
		(most, { name }) => Math.max(most, Math.min(16, width(showText(name)) + 2)),
		8,
	);
	return [
		...part(
			'Asked for at the beginning',
			all.filter(({ name }) => now.has(name)),
		),
		...part(
			'Asked for later, if it comes to that',
			all.filter(({ name }) => !now.has(name)),
		),
	];
}

function rows(
	{ name, what }: { name: string; what: string },
	indent: number,
	columns: number,
): readonly Line[] {
	const shown = showText(name);
	return wrapWords(showText(what), columns - indent - 4).map(
		(text, index): Line => [
			span(index === 0 ? safe`   ${shown}` : blanks(3), 'strong'),
			span(blanks(Math.max(1, indent - (index === 0 ? width(shown) : 0)))),
			span(text, 'faint'),
		],
	);
}

/** The steps as they stand in the page, with what is unusual about them. */
export function stepLines(runbook: Runbook): readonly Line[] {
	return allVisits(outline(runbook, new Map())).map(visit => [
		span(showText(`   ${'  '.repeat(visit.level)}${visit.step.title}`)),
		span(marksOf(visit), 'warning'),
	]);
}

function marksOf({ step }: Visit) {
	const blocks = step.parts.flatMap(part => (part.kind === 'block' ? [part] : []));
	const marks = [
		...(blocks.some(({ danger }) => danger) ? ['DANGER'] : []),
		...(blocks.some(({ tty }) => tty) ? ['takes the terminal'] : []),
	];
	return showText(marks.length > 0 ? `  ${marks.join(', ')}` : '');
}

function allSteps(steps: readonly Step[]): readonly Step[] {
	return steps.flatMap(step => [step, ...allSteps(step.steps)]);
}

function blocksOf(runbook: Runbook): readonly Block[] {
	return allSteps(runbook.steps).flatMap(({ parts }) =>
		parts.flatMap(part => (part.kind === 'block' ? [part] : [])),
	);
}
