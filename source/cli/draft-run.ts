/** What a run would be with the answers at hand; nothing is begun. */
import { type Draft, draft, type Given } from '../run/draft.ts';
import type { Runbook } from '../runbook/types.ts';
import { newRunId } from '../store/runs.ts';
import { type Session, sumOf } from '../walk/session.ts';

/** Hosts that nobody named are other machines, known by the runbook's own name for them. */
export function draftRun(
	session: Session,
	file: string,
	runbook: Runbook,
	given: Given,
	dryRun: boolean,
): Draft {
	const hosts = new Map(given.hosts);
	for (const { name } of runbook.hosts) {
		if (!hosts.has(name)) hosts.set(name, { here: false, name });
	}
	return draft(
		runbook,
		{
			type: 'began',
			id: newRunId(session.random),
			runbook: runbook.name,
			file,
			sum: sumOf(runbook.text),
			title: runbook.title,
			dryRun,
			host: session.host,
			user: session.user,
			root: session.root,
			program: session.program,
			date: session.now().toISOString().slice(0, 10).replaceAll('-', ''),
		},
		{ ...given, hosts },
	);
}
