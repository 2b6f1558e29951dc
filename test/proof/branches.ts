/** The branches of a runbook, as its text has them: what there is to prove. */
import { allItems, type ChoicesTaken, outline, type Visit } from '../../source/run/outline.ts';
import type { Choice, Condition, Runbook } from '../../source/runbook/types.ts';

/** One decision that is taken, by the visit that asks and the slug that it leads to. */
export type Taken = { readonly visit: string; readonly target: string };

/**
 * A way that can be taken: decisions, each standing in what the one before leads to, and a value
 * that tells blocks there apart. Decisions beside these do not multiply it.
 */
export type Branch = {
	readonly chain: readonly Taken[];
	readonly condition?: Condition;
	/** For people: `Who answers the visitors? → Close with Varnish, with proxies`. */
	readonly title: string;
};

export function branchesOf(runbook: Runbook): readonly Branch[] {
	const begin: Way = { chain: [], titles: [], taken: new Map() };
	return branchesBelow(runbook, begin, outline(runbook, begin.taken));
}

/** What a chain is called, as far as it goes. */
export function titleOf(runbook: Runbook, chain: readonly Taken[]): string {
	return named(follow(runbook, chain).titles);
}

/** The blocks that stand in a chain, and not below a decision of its own. */
export function blocksOf(runbook: Runbook, chain: readonly Taken[]): ReadonlySet<string> {
	const { taken } = follow(runbook, chain);
	const items = allItems(visitsOf(runbook, chain, taken));
	return new Set(items.flatMap(item => (item.kind === 'block' ? [item.id] : [])));
}

type Way = {
	readonly chain: readonly Taken[];
	readonly titles: readonly string[];
	readonly taken: ChoicesTaken;
};

function branchesBelow(runbook: Runbook, way: Way, visits: readonly Visit[]): Branch[] {
	const items = allItems(visits);
	const decisions = items.flatMap(item =>
		item.kind === 'choice'
			? targetsOf(item.choices).map(choice => take(runbook, way, item.visit, choice))
			: [],
	);
	const conditions = conditionsOf(items.flatMap(item => (item.kind === 'block' ? item.block : [])));
	const isToldApart = conditions.some(({ test, name, value }) =>
		conditions.some(other => test === 'equals' && other.name === name && other.value !== value),
	);
	return [
		// Where decisions or values tell the ways apart, they are listed in the place of the whole.
		...(decisions.length > 0 || isToldApart
			? []
			: [{ chain: way.chain, title: named(way.titles) }]),
		...conditions.map(condition => ({
			chain: way.chain,
			condition,
			title: `${named(way.titles)}, with ${describe(condition)}`,
		})),
		...decisions.flatMap(next =>
			branchesBelow(runbook, next, visitsOf(runbook, next.chain, next.taken)),
		),
	];
}

/** Several bullets may lead to one step. */
function targetsOf(choices: readonly Choice[]): readonly Choice[] {
	return choices.filter(
		(choice, index) => choices.findIndex(({ target }) => target === choice.target) === index,
	);
}

function take(runbook: Runbook, way: Way, visit: string, choice: Choice): Way {
	const visits = allVisitsOf(outline(runbook, way.taken));
	const asks = visits.find(({ id }) => id === visit)?.step;
	const leadsTo = asks?.steps.find(({ slug }) => slug === choice.target)?.title ?? choice.label;
	return {
		chain: [...way.chain, { visit, target: choice.target }],
		titles: [...way.titles, ...(way.titles.length > 0 ? [] : [asks?.title ?? visit]), leadsTo],
		taken: new Map(way.taken).set(visit, choice.index),
	};
}

function follow(runbook: Runbook, chain: readonly Taken[]): Way {
	let way: Way = { chain: [], titles: [], taken: new Map() };
	for (const { visit, target } of chain) {
		const item = allItems(outline(runbook, way.taken)).find(
			item => item.kind === 'choice' && item.visit === visit,
		);
		const choices = item?.kind === 'choice' ? item.choices : [];
		const choice = choices.find(choice => choice.target === target);
		if (!choice) throw new Error(`\`${visit}\` does not lead to \`${target}\``);
		way = take(runbook, way, visit, choice);
	}
	return way;
}

/** The visits that the last decision of a chain leads to; without one all that are certain. */
function visitsOf(
	runbook: Runbook,
	chain: readonly Taken[],
	taken: ChoicesTaken,
): readonly Visit[] {
	const visits = outline(runbook, taken);
	const last = chain.at(-1);
	if (!last) return outline(runbook, new Map());
	return allVisitsOf(visits).filter(({ id }) => id === `${last.visit}/${last.target}`);
}

const allVisitsOf = (visits: readonly Visit[]): readonly Visit[] =>
	visits.flatMap(visit => [
		visit,
		...allVisitsOf(visit.entries.flatMap(entry => (entry.kind === 'visit' ? [entry.visit] : []))),
	]);

/** Each once. That something is missing is no way of its own: it is the way without it. */
function conditionsOf(blocks: readonly { when: readonly Condition[] }[]): readonly Condition[] {
	const all = blocks.flatMap(({ when }) => when).filter(({ test }) => test !== 'unset');
	const names = all.map(describe);
	return all.filter((_, index) => names.indexOf(names[index] ?? '') === index);
}

export function describe({ name, test, value }: Condition): string {
	if (test === 'equals') return `${name} = ${value}`;
	return test === 'unset' ? `no ${name}` : name;
}

function named([question, ...answers]: readonly string[]): string {
	if (question === undefined) return 'Every way';
	return `${question} → ${answers.join(' → ')}`;
}
