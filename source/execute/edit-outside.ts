/** Edits a text with the person's own editor, on the terminal. */
import { mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { startProcess } from './start-process.ts';

export type Edit = {
	/** Shell words: `vim -u NONE`. */
	readonly editor: string;
	/** In it a fresh folder is made, 0700, and gone afterwards. */
	readonly folder: string;
	/** How the file is called, for what an editor knows of such names. */
	readonly name: string;
	readonly text: string;
	readonly environment: Readonly<Record<string, string | undefined>>;
	/** Gives the terminal away for as long as `use` takes. */
	readonly lend: (use: () => Promise<void>) => Promise<void>;
};

/** Gives the text as it was saved. @throws Error when the editor failed. */
export async function editOutside(edit: Edit): Promise<string> {
	const folder = mkdtempSync(join(edit.folder, 'edit-'));
	const file = join(folder, edit.name);
	const command = join(folder, 'editor');
	try {
		writeFileSync(command, `${edit.editor} "$1"\n`, { mode: 0o600, flag: 'wx' });
		writeFileSync(file, `${edit.text}\n`, { mode: 0o600, flag: 'wx' });
		let status: number | null = null;
		await edit.lend(async () => {
			const { end } = await startProcess({
				file: command,
				words: [file],
				environment: withoutSecrets(edit.environment),
				detached: false,
				streams: 'inherit',
			});
			({ status } = await end);
		});
		if (status !== 0) throw new Error(`\`${edit.editor}\` ended with status ${status}.`);
		// An editor puts a newline at the end of every file; the text had none.
		return readFileSync(file, 'utf8').replace(/\n$/, '');
	} finally {
		rmSync(folder, { recursive: true, force: true });
	}
}

/** All that the editor is used to, but no secret: it has plugins, and starts programs of its own. */
function withoutSecrets(environment: Edit['environment']): Record<string, string> {
	return Object.fromEntries(
		Object.entries(environment).filter(
			(entry): entry is [string, string] =>
				entry[1] !== undefined && !entry[0].startsWith('RUNBOOK_SECRET_'),
		),
	);
}
