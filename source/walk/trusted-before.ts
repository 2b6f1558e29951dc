/** What a runbook was when it was trusted, for the person who asks what has changed since. */
import { realpathSync } from 'node:fs';
import { readRunbookFile } from '../store/places.ts';
import { listRuns } from '../store/runs.ts';
import { trustedSums, trustSum } from '../store/trust.ts';
import type { Session } from './session.ts';

/**
 * A file with the text that was trusted at this place and run last: each run keeps the text that it
 * began with. Undefined where none has that.
 */
export function trustedBefore({ home }: Session, file: string): string | undefined {
	try {
		const real = realpathSync(file);
		const trusted = trustedSums(home);
		return listRuns(home)
			.map(run => run.runbookFile)
			.find(kept => trusted.has(sumAt(real, kept)));
	} catch {
		return undefined;
	}
}

function sumAt(real: string, kept: string): string {
	try {
		return trustSum(real, readRunbookFile(kept));
	} catch {
		return '';
	}
}
