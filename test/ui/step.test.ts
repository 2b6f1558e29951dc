/** What a step shows of its blocks and of what became of them. */
import { existsSync, readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, it } from 'vitest';
import { temporaryFolder, walkOf, walkScreen } from './helpers.tsx';

describe('a block', () => {
	it('says when it is ended, where its author has said so', async () => {
		const trial = walkScreen(
			walkOf('## One\n\n~~~sh verify timeout=5s\ntrue a\n~~~\n\n~~~sh timeout=2m\ntrue b\n~~~'),
		);
		await trial.sees('gate · timeout 5 s', 'action · timeout 120 s');
	});

	it('does not say what every gate has', async () => {
		const trial = walkScreen(walkOf('## One\n\n~~~sh verify\ntrue a\n~~~'));
		expect(await trial.sees('true a')).not.toContain('timeout');
	});
});

describe('a failure', () => {
	it('shows the ends of its long lines', async () => {
		const trial = walkScreen(
			walkOf(
				"## One\n\n~~~sh\necho short; printf '%0150d the reason stands at the end\\n' 7; exit 1\n~~~",
			),
		);
		await trial.sees('printf');
		await trial.press('r');
		const frame = await trial.sees('✗ exit 1', '     short');
		expect(frame.replace(/\n {5}/g, '')).toContain('7 the reason stands at the end');
	});

	it('leaves the beginning of very long ones to the whole output', async () => {
		const trial = walkScreen(
			walkOf("## One\n\n~~~sh\nprintf 'x%.0s' $(seq 2000); echo THE END; exit 1\n~~~"),
			{ rows: 30 },
		);
		await trial.sees('printf');
		await trial.press('r');
		await trial.sees('✗ exit 1', '↑ more of it: o', 'THE END');
		await trial.press('o');
		await trial.sees('Output of command 1 of 1', 'THE END');
	});
});

describe('a file', () => {
	const file = (folder: string) =>
		`## File\n\n~~~text file=${folder}/a.conf\nport 80\nname web\n~~~`;

	it('shows its script and its change in turn on `x`, with the same bytes behind both', async () => {
		const walk = walkOf(file(temporaryFolder()));
		const trial = walkScreen(walk, { rows: 60 });
		await trial.sees('+ port 80', 'a new file');
		await trial.press('x');
		const script = await trial.sees('cat >"$RUNBOOK_JOB/written"', 'port 80');
		expect(script).not.toContain('+ port 80');
		await trial.press('x');
		expect(await trial.sees('+ port 80')).not.toContain('RUNBOOK_JOB');
		await trial.press('r');
		await trial.sees('✓ exit 0');
		await trial.press('x');
		await trial.sees('cat >"$RUNBOOK_JOB/written"');
	});

	it('says where there is nothing to unfold', async () => {
		const trial = walkScreen(walkOf('## One\n\n~~~sh\ntrue a\n~~~'));
		await trial.sees('true a');
		await trial.press('x');
		await trial.sees('Only a file is shown as its change.');
	});

	it('is edited as its content, and written as edited', async () => {
		const folder = temporaryFolder();
		writeFileSync(join(folder, 'a.conf'), 'port 81\nname web\n');
		const walk = walkOf(file(folder));
		const trial = walkScreen(walk);
		await trial.sees('- port 81', '+ port 80');
		await trial.press('e');
		const frame = await trial.sees('Edit what is written into', 'a.conf', 'port 80');
		expect(frame).not.toContain('RUNBOOK_JOB');
		await trial.press('\x05', '8', 'ctrl-s');
		await trial.sees('EDITED', '- port 81', '+ port 808');
		expect(walk.state.executions).toEqual([]);
		await trial.press('e');
		await trial.sees('port 808');
		await trial.press('escape', 'r');
		await trial.sees('✓ exit 0', '- port 81', '+ port 808');
		expect(readFileSync(join(folder, 'a.conf'), 'utf8')).toBe('port 808\nname web\n');
		await trial.press('u', 'r');
		await trial.sees('Taken back');
		expect(readFileSync(join(folder, 'a.conf'), 'utf8')).toBe('port 81\nname web\n');
	});

	it('is edited by the editor of the person, under a name that says what it is', async () => {
		const folder = temporaryFolder();
		const editor = join(folder, 'editor');
		writeFileSync(editor, `#!/bin/sh\necho "\${1##*/}" >${folder}/name\nsed -i s/80/8080/ "$1"\n`, {
			mode: 0o755,
		});
		const walk = walkOf(file(folder));
		const session = {
			...walk.session,
			environment: { ...walk.session.environment, EDITOR: editor },
		};
		const trial = walkScreen(walk, { session });
		await trial.sees('+ port 80');
		await trial.press('e');
		await trial.sees('would open: that is what EDITOR names.', 'To come back, save and');
		expect(existsSync(join(folder, 'name'))).toBe(false);
		await trial.press('y');
		await trial.sees('EDITED', '+ port 8080');
		expect(readFileSync(join(folder, 'name'), 'utf8')).toBe('content.conf\n');
		// Asked once: whoever said yes knows it.
		await trial.press('e');
		await trial.sees('+ port 808080');
	});

	it('is not written by a key that was meant for an editor that failed', async () => {
		const folder = temporaryFolder();
		const walk = walkOf(file(folder));
		const environment = { ...walk.session.environment, EDITOR: 'no-such-editor' };
		const trial = walkScreen(walk, { session: { ...walk.session, environment } });
		await trial.sees('+ port 80');
		await trial.press('e', 'y');
		await trial.sees('Not edited: `no-such-editor` ended with status 127.');
		await trial.chunk('r');
		await trial.sees('too soon');
		expect(walk.state.executions).toEqual([]);
		await trial.press('r');
		await trial.sees('✓ exit 0');
	});

	it('is edited here by whoever does not know the editor that is set', async () => {
		const folder = temporaryFolder();
		const walk = walkOf(file(folder));
		const session = {
			...walk.session,
			environment: { ...walk.session.environment, EDITOR: '/usr/bin/vim.tiny -u NONE' },
		};
		const trial = walkScreen(walk, { session });
		await trial.sees('+ port 80');
		await trial.press('e');
		await trial.sees(
			'`/usr/bin/vim.tiny -u NONE`',
			'To keep the change there: Esc, then `:wq` and Enter.',
			'To drop it: Esc, then `:q!` and Enter.',
			'EDITOR=nano',
		);
		await trial.press('n');
		await trial.sees('Edit what is written into', '1    port 80', 'Ctrl-S keep the change');
		await trial.press('escape', 'e');
		await trial.sees('Edit with your own editor?');
	});
});
