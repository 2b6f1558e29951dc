import { describe, expect, it } from 'vitest';
import type { NextAct } from '../../source/run/next-act.ts';
import { type BlockItem, outline, ownItems } from '../../source/run/outline.ts';
import type { Script } from '../../source/run/plan.ts';
import { Conductor, type Orders } from '../../source/ui/conductor.ts';
import { sumOf } from '../../source/walk/session.ts';
import type { Approval, Ran, RunOptions } from '../../source/walk/walk.ts';
import { runbookOf } from '../helpers/runbooks.ts';
import { walkOf } from './helpers.tsx';

type Step = { readonly act: NextAct; readonly ran?: Ran };

const script = (text: string): Script => ({ text, language: 'sh' });

/** The block items of the first step. */
function items(body: string): readonly BlockItem[] {
	const [visit] = outline(runbookOf(body), new Map());
	if (!visit) throw new Error('no step');
	return ownItems(visit).flatMap(item => (item.kind === 'block' ? [item] : []));
}

/** A walk that plays a part, and notes what it is told to run. */
function played(
	steps: readonly Step[],
	answers: Partial<Record<'word' | 'again' | 'lowSpace', boolean>> = {},
) {
	const said: string[] = [];
	let at = 0;
	const real = walkOf('## One\n\n~~~sh\necho a\n~~~');
	const approve = async (options: RunOptions, what: Approval): Promise<Ran | undefined> => {
		if (!options.ignoreLowSpace && steps[at]?.ran?.kind === 'low-space') {
			const { ran } = steps[at] ?? {};
			return ran;
		}
		const yes = await options.approve(what);
		said.push(`${yes ? 'run' : 'refused'} ${what.script.text}`);
		if (!yes) return { kind: 'not-approved', item: what.item, script: what.script };
		const { ran } = steps[at] ?? {};
		at += 1;
		return ran?.kind === 'low-space' ? undefined : ran;
	};
	const walk: Orders = {
		runbook: real.runbook,
		session: real.session,
		get state() {
			return real.state;
		},
		progress: () => real.progress(),
		next: (_visit, { again, acted } = {}) => {
			const act = steps[at]?.act ?? { kind: 'end' };
			const isUnknown = act.kind === 'stop' && act.stop.kind === 'unknown' && act.view;
			if (acted && act.kind === 'run' && act.item.block.purpose === 'action') {
				return { kind: 'pause', view: { item: act.item, status: 'open' } };
			}
			if (isUnknown && again?.has(isUnknown.item.id) && isUnknown.item.kind === 'block') {
				return { kind: 'run', item: isUnknown.item, script: script('again') };
			}
			return act;
		},
		runOn: async () => ({ kind: 'end' }),
		runItem: (item, what, options) => approve(options, { item, script: what }),
		undo: async () => undefined,
		undos: () => [],
		followRunning: async () => undefined,
	};
	const asked: string[] = [];
	const conductor = new Conductor(walk, {
		asks: {
			word: async () => asked.push('word') > 0 && (answers.word ?? false),
			again: async () => asked.push('again') > 0 && (answers.again ?? false),
			lowSpace: async () => asked.push('low space') > 0 && (answers.lowSpace ?? false),
		},
		handOver: () => use => use(),
		mayRun: () => true,
	});
	const show = (...texts: string[]) => {
		for (const text of texts) {
			conductor.shown('one').see([{ sum: sumOf(text), as: 'script', from: 0, to: 1, total: 1 }]);
		}
	};
	return { conductor, said, asked, show };
}

const [first, second] = items('## One\n\n~~~sh\na\n~~~\n\n~~~sh\nb\n~~~');
const [dangerous] = items('## One\n\n~~~sh danger\na\n~~~');
const run = (item: BlockItem | undefined, text: string): NextAct => {
	if (!item) throw new Error('no item');
	return { kind: 'run', item, script: script(text) };
};

describe('orders', () => {
	it('approve only what was shown in full, in this very step', async () => {
		const { conductor, said, show } = played([{ act: run(first, 'a') }]);
		expect((await conductor.run('one')).kind).toBe('not-approved');
		conductor.shown('two').see([{ sum: sumOf('a'), as: 'script', from: 0, to: 1, total: 1 }]);
		expect((await conductor.run('one')).kind).toBe('not-approved');
		show('a');
		expect((await conductor.run('one')).kind).toBe('end');
		expect(said).toEqual(['refused a', 'refused a', 'run a']);
	});

	it('run no second action', async () => {
		const { conductor, said, show } = played([{ act: run(first, 'a') }, { act: run(second, 'b') }]);
		show('a', 'b');
		expect((await conductor.run('one')).kind).toBe('pause');
		expect(said).toEqual(['run a']);
	});

	it('run the edited bytes, and the old ones not any more', async () => {
		const { conductor, said, show } = played([{ act: run(first, 'a') }]);
		conductor.edits.set(first?.id ?? '', script('edited'));
		show('a');
		expect((await conductor.run('one')).kind).toBe('not-approved');
		show('edited');
		expect((await conductor.run('one')).kind).toBe('end');
		expect(said).toEqual(['refused edited', 'run edited']);
		expect(conductor.edits.size).toBe(0);
	});

	it('ask for the word of a dangerous block, and run nothing without it', async () => {
		const without = played([{ act: run(dangerous, 'a') }]);
		without.show('a');
		expect((await without.conductor.run('one')).kind).toBe('declined');
		expect(without.said).toEqual(['refused a']);
		const withIt = played([{ act: run(dangerous, 'a') }], { word: true });
		withIt.show('a');
		expect((await withIt.conductor.run('one')).kind).toBe('end');
		expect(withIt.asked).toEqual(['word']);
	});

	it('do not ask for the word of what was not shown', async () => {
		const { conductor, asked } = played([{ act: run(dangerous, 'a') }], { word: true });
		expect((await conductor.run('one')).kind).toBe('not-approved');
		expect(asked).toEqual([]);
	});

	it('ask before what perhaps ran is run again, and by default do not', async () => {
		if (!first) throw new Error('no item');
		const act: NextAct = {
			kind: 'stop',
			stop: { kind: 'unknown' },
			view: { item: first, status: 'unknown', reason: 'the machine was restarted' },
		};
		const no = played([{ act }]);
		no.show('again');
		expect(await no.conductor.run('one')).toMatchObject({
			kind: 'stop',
			stop: { kind: 'unknown' },
		});
		expect(no.said).toEqual([]);
		const yes = played([{ act }], { again: true });
		yes.show('again');
		expect((await yes.conductor.run('one')).kind).toBe('end');
		expect(yes.asked).toEqual(['again']);
		expect(yes.said).toEqual(['run again']);
	});

	it('ask before something runs with too little space', async () => {
		if (!first) throw new Error('no item');
		const steps: Step[] = [{ act: run(first, 'a'), ran: { kind: 'low-space', item: first } }];
		const no = played(steps);
		no.show('a');
		expect((await no.conductor.run('one')).kind).toBe('low-space');
		expect(no.said).toEqual([]);
		const yes = played(steps, { lowSpace: true });
		yes.show('a');
		expect((await yes.conductor.run('one')).kind).toBe('end');
		expect(yes.said).toEqual(['run a']);
	});

	it('are carried out one at a time', async () => {
		const { conductor, show } = played([{ act: run(first, 'a') }]);
		show('a');
		const running = conductor.run('one');
		await expect(conductor.run('one')).rejects.toThrow('One order at a time');
		await running;
		expect(conductor.busy).toBe(false);
	});
});
