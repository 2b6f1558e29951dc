import { execFileSync } from 'node:child_process';
import { mkdirSync, readdirSync, readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { afterEach, expect, test } from 'vitest';
import { command, Terminal, waitUntil } from '../helpers/terminal.ts';

const terminals: Terminal[] = [];

afterEach(async () => {
	for (const terminal of terminals.splice(0)) await terminal.close();
});

const slow = `---
runbook: 1
summary: Prints for a while.
---

# Count slowly

## Count

\`\`\`sh
for number in 1 2 3 4 5 6; do
  echo "number $number"
  sleep 0.5
done
exit 3
\`\`\`

## Say goodbye

\`\`\`sh
echo goodbye >> {{file}}
\`\`\`
`;

/** A terminal whose user has the slow runbook, and has trusted it. */
function withSlowRunbook(from?: Terminal): Terminal {
	const home = from?.folder;
	const terminal = new Terminal(
		[],
		home ? { environment: { HOME: home, XDG_STATE_HOME: join(home, 'state') } } : {},
	);
	terminals.push(terminal);
	return terminal;
}

/** The program's process: the child of the shell around it. */
function programOf(terminal: Terminal): number {
	const children = readFileSync(`/proc/${terminal.pid}/task/${terminal.pid}/children`, 'utf8');
	return Number(children.trim().split(' ')[0]);
}

test('a step goes on when the program is killed, and the walk goes on where it was', async () => {
	// The runbook must be there before the program starts, so a first terminal only makes the home.
	const home = new Terminal([], { words: ['true'] });
	terminals.push(home);
	await home.left();
	const runbooks = join(home.folder, '.config', 'runbook', 'runbooks');
	mkdirSync(runbooks, { recursive: true });
	const file = join(runbooks, 'slow.md');
	const goodbye = join(home.folder, 'goodbye');
	writeFileSync(file, slow.replace('{{file}}', goodbye));
	execFileSync(process.execPath, [command, 'trust', file, '--yes'], {
		env: { ...process.env, HOME: home.folder, XDG_STATE_HOME: join(home.folder, 'state') },
	});

	const first = withSlowRunbook(home);
	await first.see('Count slowly');
	first.press('slow');
	await first.see('1 of ');
	await first.pressCalmly('\r');
	await first.see('Prints for a while.');
	await first.pressCalmly('\r');
	await first.see(/❯ . Count +/);
	await first.pressCalmly('r');
	await first.see('number 2');
	process.kill(programOf(first), 'SIGKILL');
	await first.see('[back in the shell]');

	const runs = join(home.folder, 'state', 'runbook', 'runs');
	const [id] = readdirSync(runs);
	const job = join(runs, id ?? '', 'jobs', '1');
	await waitUntil(
		() => readdirSync(job).includes('exit.3'),
		() => 'the step to end by itself',
	);
	expect(readFileSync(join(job, 'output'), 'utf8')).toBe(
		[1, 2, 3, 4, 5, 6].map(number => `number ${number}\n`).join(''),
	);

	const second = withSlowRunbook(home);
	await second.see(/Count slowly.*/);
	await second.see((id ?? '').slice(0, 5));
	await second.pressCalmly('\r');
	await second.see('exit 3');
	await second.see('number 6');
	await second.pressCalmly('d');
	await second.see('Done by hand?');
	await second.pressCalmly('y');
	await second.see('✓ by hand');
	if (!/❯ . Say goodbye/.test(second.screen())) second.press('\r');
	await second.see(/❯ . Say goodbye/);
	await second.pressCalmly('r');
	await second.see(/❯ ✓ Say goodbye/);
	expect(readFileSync(goodbye, 'utf8')).toBe('goodbye\n');
	expect(readdirSync(join(runs, id ?? '', 'jobs')).sort()).toEqual(['1', '2']);
	await second.pressCalmly('q');
	expect(await second.left()).toBe(0);
	expect(second.damage()).toEqual([]);
});
