/** Everything that is checked on a runbook as a whole, once its parts are read. */
import type { Lines } from '../lines.ts';
import { Names } from '../names.ts';
import type { PageLinks } from '../page-links.ts';
import type { Report } from '../report.ts';
import type { Page } from '../sections.ts';
import { allSteps } from '../steps.ts';
import type { Runbook, Step } from '../types.ts';
import { checkBlockOrder } from './block-order.ts';
import { checkCircles } from './circles.ts';
import { checkCommands } from './commands.ts';
import { checkConditions } from './conditions.ts';
import { checkFiles } from './files.ts';
import { checkListOrder, checkReached } from './list-order.ts';
import { checkNeeds } from './needs.ts';
import { checkAsked } from './never-asked.ts';
import { checkNodes } from './nodes.ts';
import { checkPlaceholdersInProse } from './prose-placeholders.ts';
import { checkReadingWell } from './reading-well.ts';
import { checkShellHabits } from './shell-habits.ts';
import { checkUnused } from './unused.ts';

export type Checked = {
	readonly runbook: Runbook;
	/** All steps in the order of the file. */
	readonly steps: readonly Step[];
	readonly page: Page;
	readonly links: PageLinks;
	readonly names: Names;
	readonly lines: Lines;
	readonly report: Report;
};

/** Reports everything that is wrong; `declared` is false where nothing is known of any name. */
export function checkRunbook(
	given: Omit<Checked, 'steps' | 'names'> & { readonly declared: boolean },
): void {
	const { runbook, declared } = given;
	const checked: Checked = { ...given, steps: allSteps(runbook), names: new Names(runbook) };
	checkNodes(checked);
	checkListOrder(checked);
	checkReached(checked);
	checkCircles(checked);
	checkBlockOrder(checked);
	checkReadingWell(checked);
	checkShellHabits(checked);
	if (!declared) return;
	checkConditions(checked);
	checkCommands(checked);
	checkFiles(checked);
	checkNeeds(checked);
	checkAsked(checked);
	checkPlaceholdersInProse(checked);
	checkUnused(checked);
}
