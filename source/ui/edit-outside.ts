/** Edits a text with the person's own editor, on the terminal. */
import { mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { startProcess } from '../execute/start-process.ts';
import type { Environment } from '../store/home.ts';
import type { App } from './app.ts';

/** `$VISUAL`, else `$EDITOR`; undefined where neither is set. */
export function outsideEditor(environment: Environment): string | undefined {
	const editor = environment.VISUAL || environment.EDITOR;
	return editor?.trim() === '' ? undefined : editor;
}

/**
 * Gives the text as it was saved. The file is 0600, in a fresh folder in `room.folder`, and gone
 * afterwards.
 * @throws Error when the editor failed.
 */
export async function editOutside(
	app: App,
	editor: string,
	room: { readonly folder: string; readonly name: string; readonly text: string },
): Promise<string> {
	const folder = mkdtempSync(join(room.folder, 'edit-'));
	const file = join(folder, room.name);
	const command = join(folder, 'editor');
	try {
		// The variable may hold words of its own: `vim -u NONE`.
		writeFileSync(command, `${editor} "$1"\n`, { mode: 0o600, flag: 'wx' });
		writeFileSync(file, `${room.text}\n`, { mode: 0o600, flag: 'wx' });
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
		// An editor puts a newline at the end of every file; the text had none.
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
