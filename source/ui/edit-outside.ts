/** Edits a script with the person's own editor, on the terminal. */
import { mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { startProcess } from '../execute/start-process.ts';
import type { Script } from '../run/plan.ts';
import type { Environment } from '../store/home.ts';
import type { App } from './app.ts';

/** `$VISUAL`, else `$EDITOR`; undefined where neither is set. */
export function outsideEditor(environment: Environment): string | undefined {
	const editor = environment.VISUAL || environment.EDITOR;
	return editor?.trim() === '' ? undefined : editor;
}

/**
 * Gives the text as it was saved; undefined when the editor failed. The file is 0600 in a fresh
 * folder of the run, and gone afterwards.
 */
export async function editOutside(
	app: App,
	editor: string,
	runFolder: string,
	script: Script,
): Promise<string | undefined> {
	const folder = mkdtempSync(join(runFolder, 'edit-'));
	const file = join(folder, `script.${script.language}`);
	const command = join(folder, 'editor');
	try {
		// The variable may hold words of its own: `vim -u NONE`.
		writeFileSync(command, `${editor} "$1"\n`, { mode: 0o600, flag: 'wx' });
		writeFileSync(file, `${script.text}\n`, { mode: 0o600, flag: 'wx' });
		let status: number | null = null;
		await app.terminal.lend(async () => {
			const { end } = await startProcess({
				file: command,
				words: [file],
				environment: withoutSecrets(app.session.environment),
				detached: false,
				streams: 'inherit',
			});
			({ status } = await end);
		});
		if (status !== 0) throw new Error(`\`${editor}\` ended with status ${status}.`);
		// An editor puts a newline at the end of every file; the script had none.
		return readFileSync(file, 'utf8').replace(/\n$/, '');
	} finally {
		rmSync(folder, { recursive: true, force: true });
	}
}

/** All that the editor is used to, but no secret: it has plugins, and starts programs of its own. */
function withoutSecrets(environment: Environment): Record<string, string> {
	return Object.fromEntries(
		Object.entries(environment).filter(
			(entry): entry is [string, string] =>
				entry[1] !== undefined && !entry[0].startsWith('RUNBOOK_SECRET_'),
		),
	);
}
