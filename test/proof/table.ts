/** The table of docs/proof.md: each branch of each runbook, and what was broken to see it notice. */
import type { Runbook } from '../../source/runbook/types.ts';
import { type Branch, blocksOf, branchesOf, describe, type Taken, titleOf } from './branches.ts';
import { blockOf, type Noticed, type Passed, type Proof, sumOf, type Walked } from './record.ts';

/** What no machine of the tests can walk. */
export type NotRun = { readonly condition: string; readonly reason: string };

export const columns = ['Branch', 'What was broken', 'Noticed at', 'It said', 'On'] as const;

export type Row = Readonly<Record<(typeof columns)[number], string>>;

export type Table = {
	/** By the name of the runbook. */
	readonly rows: ReadonlyMap<string, readonly Row[]>;
	/** What is missing, or does not fit, a sentence each. */
	readonly faults: readonly string[];
};

export function makeTable(
	runbooks: ReadonlyMap<string, Runbook>,
	proofs: readonly Proof[],
	notRun: readonly NotRun[],
): Table {
	const faults: string[] = [];
	const rows = new Map<string, readonly Row[]>();
	for (const [name, runbook] of runbooks) {
		const own = proofs.filter(proof => proof.runbook === name);
		const stale = own.some(({ sum }) => sum !== sumOf(runbook));
		if (stale) faults.push(`${name}: it has changed since it was walked`);
		rows.set(name, rowsOf(name, runbook, stale ? [] : own, notRun, faults));
	}
	return { rows, faults };
}

function rowsOf(
	name: string,
	runbook: Runbook,
	proofs: readonly Proof[],
	notRun: readonly NotRun[],
	faults: string[],
): readonly Row[] {
	const passed = proofs.filter(proof => proof.kind === 'passed');
	const noticed = proofs.filter(proof => proof.kind === 'noticed');
	for (const proof of noticed) {
		const why = whyItDoesNotCount(proof, passed);
		if (why) faults.push(`${name}: “${proof.broken}” does not count: ${why}`);
		if (proof.said.startsWith('(nothing'))
			faults.push(`${name}: “${proof.broken}” was noticed at ${proof.gate} without a word`);
	}
	const branches = branchesOf(runbook);
	const left = new Set(noticed);
	const listed = branches.map(branch => {
		const own = noticed.filter(proof => isAbout(runbook, proof, branch));
		const first = own.filter(
			proof => left.has(proof) && isMainly(runbook, proof, branch, branches),
		);
		const shown = first.length > 0 ? first : own.slice(0, 1);
		for (const proof of shown) left.delete(proof);
		return { branch, shown, own };
	});
	// What was noticed before a decision that the branches are told apart by.
	const above: Row[] = [...left].map(proof =>
		rowFor(runbook, name, titleOf(runbook, chainOf(proof)), proof),
	);
	return [
		...sorted(above),
		...listed.flatMap(({ branch, shown }) => {
			const reason = notRun.find(({ condition }) => isConditionOf(branch, condition))?.reason;
			const isWalked = passed.some(proof => leads(runbook, proof, branch));
			if (reason !== undefined) {
				if (isWalked) faults.push(`${name}: “${branch.title}” was walked, and is said not to be`);
				return [notRunRow(branch, reason)];
			}
			if (!isWalked) faults.push(`${name}: no walk has passed “${branch.title}”`);
			if (shown.length === 0) faults.push(`${name}: nothing was broken in “${branch.title}”`);
			return sorted(shown.map(proof => rowFor(runbook, name, branch.title, proof)));
		}),
	];
}

/** A sabotage counts if the same walk passes without it: the same decisions, the same answers. */
function whyItDoesNotCount(proof: Noticed, passed: readonly Passed[]): string | undefined {
	const alike = passed.filter(other =>
		proof.taken.every(one => other.taken.some(two => isSame(one, two))),
	);
	if (alike.length === 0) return 'no walk has passed with these decisions';
	const differences = alike.map(other =>
		Object.entries(proof.answers)
			.filter(([name, value]) => !proof.instead.includes(name) && other.answers[name] !== value)
			.map(([name, value]) => `${name} = ${value}`),
	);
	const least = differences.reduce((one, two) => (two.length < one.length ? two : one));
	return least.length > 0 ? `no walk has passed with ${least.join(', ')}` : undefined;
}

/** Whether a walk went through a branch, with what stands in it. */
function leads(runbook: Runbook, proof: Walked, { chain, condition }: Branch): boolean {
	if (!hasTaken(proof, chain)) return false;
	if (!condition) return true;
	const own = blocksOf(runbook, chain);
	return proof.held.includes(describe(condition)) && proof.blocks.some(id => own.has(id));
}

/** Whether a sabotage was noticed in a branch, or behind it with no decision since. */
function isAbout(runbook: Runbook, proof: Noticed, { chain, condition }: Branch): boolean {
	if (!hasTaken(proof, chain)) return false;
	if (condition && !proof.held.includes(describe(condition))) return false;
	return blocksOf(runbook, chain).has(proof.gate) || isLast(proof, chain);
}

/** Of several branches the one that the block that noticed stands in, by its own condition. */
function isMainly(
	runbook: Runbook,
	proof: Noticed,
	branch: Branch,
	branches: readonly Branch[],
): boolean {
	const own = branches.filter(other => isAbout(runbook, proof, other));
	const whenOf = ({ gate }: Noticed) => blockOf(runbook, gate).when.map(describe);
	const deepest = Math.max(...own.map(({ chain }) => chain.length));
	const nearest = own.filter(({ chain }) => chain.length === deepest);
	const fitting = nearest.find(
		({ condition }) => condition && whenOf(proof).includes(describe(condition)),
	);
	return branch === (fitting ?? nearest.find(({ condition }) => !condition) ?? nearest[0]);
}

/** The decision that was taken last, behind those that it stands in. */
function chainOf({ taken }: Walked): readonly Taken[] {
	const last = taken.at(-1);
	return taken.filter(one => one === last || last?.visit.startsWith(`${one.visit}/${one.target}/`));
}

const isSame = (one: Taken, two: Taken) => one.visit === two.visit && one.target === two.target;

const hasTaken = (proof: Walked, chain: readonly Taken[]): boolean =>
	chain.every(one => proof.taken.some(two => isSame(one, two)));

const isLast = (proof: Walked, chain: readonly Taken[]): boolean => {
	const [last, end] = [proof.taken.at(-1), chain.at(-1)];
	return last !== undefined && end !== undefined && isSame(last, end);
};

const isConditionOf = ({ condition }: Branch, wanted: string) =>
	condition !== undefined && describe(condition) === wanted;

function rowFor(runbook: Runbook, name: string, branch: string, proof: Noticed): Row {
	const input = runbook.inputs.find(input => input.name === proof.gate);
	const { position, purpose } = input
		? { ...input, purpose: 'answer' }
		: blockOf(runbook, proof.gate);
	const what = purpose === 'verify' ? '' : ` (${purpose})`;
	return {
		Branch: branch,
		'What was broken': proof.broken,
		'Noticed at': `runbooks/${name}.md:${position.line}${what}`,
		'It said': proof.said,
		On: proof.software,
	};
}

const notRunRow = (branch: Branch, reason: string): Row => ({
	Branch: branch.title,
	'What was broken': 'not run',
	'Noticed at': 'not run',
	'It said': reason,
	On: 'not run',
});

const sorted = (rows: readonly Row[]): readonly Row[] =>
	[...rows].sort(
		(one, two) =>
			lineOf(one) - lineOf(two) || one['What was broken'].localeCompare(two['What was broken']),
	);

const lineOf = (row: Row) => Number(/:(\d+)/.exec(row['Noticed at'])?.[1] ?? 0);
