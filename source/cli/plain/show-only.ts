/** A dry run: each thing is shown with what is known, and passed by. Nothing is executed. */
import type { Item } from '../../run/outline.ts';
import { isHere, type Plan, planBlock } from '../../run/plan.ts';
import { printLines, say } from '../io.ts';
import { describeBlock, printScript } from './print-visit.ts';
import type { Plain } from './walk-plainly.ts';

export function showOnly({ io, walk, printer }: Plain, item: Item): undefined {
	const { runbook, state } = walk;
	printer.upTo(item.kind === 'hand' ? undefined : item);
	switch (item.kind) {
		case 'block': {
			const { block } = item;
			const plan = planBlock(runbook, state, block);
			const remarks = [
				...(isHere(state, block.host) ? [] : ['not on this machine']),
				...(plan.kind === 'waiting' ? [lackOf(plan)] : []),
				...(plan.kind === 'refused' ? [`${plan.name}: ${plan.because}`] : []),
			];
			printScript(
				io,
				[
					plan.kind === 'waiting' && plan.onlyIf ? 'may run' : 'would run',
					describeBlock(block),
					...remarks,
				].join(' · '),
				plan.kind === 'ready'
					? plan.script
					: { text: block.content.text, language: block.language },
			);
			break;
		}
		case 'take-back':
			say(io, ['', `would take back · ${item.link.label}`]);
			break;
		case 'tick':
			printLines(io, [`  [ ] ${item.tick.label}`]);
			break;
		case 'hand':
			printLines(io, ['', 'by hand']);
			break;
		case 'choice':
			return undefined;
	}
	walk.mark(item, 'would-run');
	return undefined;
}

function lackOf({ names, onlyIf }: Extract<Plan, { kind: 'waiting' }>): string {
	return onlyIf
		? `only if ${onlyIf}, which is known when it runs`
		: `${names.join(', ')} only known when it runs`;
}
