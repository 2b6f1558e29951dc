/** What stands before the steps: where it is for, what it asks for, and what it finds out. */
import { blocksOf } from '../../run/undo-groups.ts';
import { inputInWords } from '../../runbook/input-words.ts';
import type { Runbook, Step } from '../../runbook/types.ts';
import { enumerate } from '../../text/enumerate.ts';
import type { Paper } from './paper.ts';

const CHANGING =
	'To change an answer: i on the screen. What comes uses the new one; what has run, its undo, and what was found out by then keep the old one.';

export function headLines(runbook: Runbook, paper: Paper): readonly string[] {
	const { hosts, platforms, tested, root } = runbook;
	const found = capturesIn(runbook);
	const asked = runbook.inputs.filter(({ name }) => !found.has(name));
	return [
		...(platforms.length > 0 ? ['', ...paper.text(`For: ${platforms.join(', ')}`)] : []),
		...(tested ? ['', ...paper.text(`Tested on: ${tested.join(', ') || 'no system yet'}`)] : []),
		...(root ? ['', 'Needs root.'] : []),
		...list(
			'Machines:',
			hosts.flatMap(({ name, description }) => paper.text(`${name}: ${description}`, 4, '  ')),
		),
		...list(
			'It asks for these, each when it is first needed:',
			asked.flatMap(input => [
				...paper.text(`${input.name}: ${input.prompt}`, 4, '  '),
				...inputInWords(input).flatMap(text => paper.text(text, 6)),
			]),
		),
		...list(
			'It finds out by itself, and asks you where it cannot:',
			[...found].flatMap(([name, places]) => {
				const prompt = runbook.inputs.find(input => input.name === name)?.prompt;
				return [
					...paper.text(prompt === undefined ? name : `${name}: ${prompt}`, 4, '  '),
					...paper.text(`in ${enumerate(places, 'and')}`, 6),
				];
			}),
		),
		...(asked.length > 0 ? ['', ...paper.text(CHANGING)] : []),
	];
}

function list(title: string, lines: readonly string[]): readonly string[] {
	return lines.length > 0 ? ['', title, ...lines] : [];
}

/** What blocks capture, the declared in their order first; with each, where that is. */
function capturesIn(runbook: Runbook): ReadonlyMap<string, readonly string[]> {
	const places = new Map<string, Set<string>>();
	const visit = (step: Step) => {
		for (const { capture, host } of blocksOf(step)) {
			if (capture === undefined) continue;
			const place = `“${step.title}”${host === undefined ? '' : `, on ${host}`}`;
			places.set(capture, (places.get(capture) ?? new Set()).add(place));
		}
		step.steps.forEach(visit);
	};
	runbook.steps.forEach(visit);
	const declared = runbook.inputs.map(({ name }) => name).filter(name => places.has(name));
	return new Map(
		[...new Set([...declared, ...places.keys()])].map(name => [
			name,
			[...(places.get(name) ?? [])],
		]),
	);
}
