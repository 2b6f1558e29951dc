/** What others can put into the environment, the PATH and the names of files, against the built command. */
import { mkdirSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { afterEach, beforeEach, expect, test } from 'vitest';
import { Room } from '../cli/room.ts';

let room: Room;
beforeEach(() => {
	room = new Room();
});
afterEach(async () => {
	await room.close();
});

/** Programs of these names in a folder, each of which leaves a mark, and does nothing else. */
function plant(folder: string, names: readonly string[]): void {
	mkdirSync(folder, { recursive: true });
	for (const name of names) {
		writeFileSync(join(folder, name), `#!/bin/sh\necho ${name} >>'${room.path('marks')}'\n`, {
			mode: 0o755,
		});
	}
}

const everything =
	'sh bash flock shellcheck tmux ps ln mv rm cat tee dd wc sleep sysctl date env stty which';

test('no program from the present folder is started, whatever the PATH says', () => {
	room.write(
		'path',
		'## One\n\n~~~sh\nsleep 0\necho "$PATH" >@/path\n~~~\n\n## Two\n\n~~~sh capture=day\ndate\n~~~\n\n~~~bash\necho {{day}} | cat\n~~~\n\n## File\n\n~~~text file=@/written\nx\n~~~\n',
	);
	plant(room.folder, everything.split(' '));
	plant(room.path('bin'), everything.split(' '));
	const environment = { PATH: `.:bin::./bin:${process.env.PATH}:` };
	for (const args of [['list'], ['check', 'runbooks/path.md'], ['run', 'path', '--yes']]) {
		const { status } = room.runbook(args, { environment });
		expect([args, status]).toEqual([args, 0]);
	}
	expect(room.read('marks')).toBe('');
	expect(room.read('path').trim().split(':')).toSatisfy((folders: string[]) =>
		folders.every(folder => folder.startsWith('/')),
	);
});

test('what changes shells, loaders and languages reaches no command', () => {
	plant(room.path('own'), ['hook']);
	const hook = room.path('own', 'hook');
	const hostile: Record<string, string> = {
		BASH_ENV: hook,
		ENV: hook,
		'BASH_FUNC_echo%%': `() { . ${hook}; }`,
		SHELLOPTS: 'xtrace',
		BASHOPTS: 'extdebug',
		PS4: `$(. ${hook})`,
		PROMPT_COMMAND: `. ${hook}`,
		IFS: '/',
		CDPATH: '/tmp',
		GLOBIGNORE: '*',
		POSIXLY_CORRECT: '1',
		LD_LIBRARY_PATH: room.folder,
		NODE_PATH: room.folder,
		PYTHONSTARTUP: hook,
		PYTHONPATH: room.folder,
		PERL5OPT: '-Mhook',
		PERL5LIB: room.folder,
		RUBYOPT: '-rhook',
		GIT_SSH_COMMAND: hook,
		GIT_PAGER: hook,
		PAGER: hook,
		EDITOR: hook,
		LESSOPEN: `|${hook} %s`,
		ZX_PREFIX: `. ${hook};`,
		ZX_POSTFIX: `; . ${hook}`,
		ZX_SHELL: hook,
		ZX_TIMEOUT: '1ms',
		npm_config_script_shell: hook,
		TERM: '\u001b]0;t\u0007$(x)',
		TMUX: '/nowhere,1,2',
		COLUMNS: '-1',
		LINES: 'many',
		TMPDIR: 'relative',
		RUNBOOK_JOB: '/tmp',
		RUNBOOK_TOKEN: 'x',
		AWS_SECRET_ACCESS_KEY: 'canary',
	};
	room.write(
		'env',
		'## One\n\n~~~bash\nenv -0 | sort -z | tr "\\0" "\\n" >@/env\necho done\n~~~\n',
	);
	const plain = room.runbook(['run', 'env', '--yes']);
	const names = (text: string) => text.match(/^\w[\w%]*(?==)/gm);
	const before = names(room.read('env'));
	const attacked = room.runbook(['run', 'env', '--yes'], { environment: hostile });
	const unnamed = (text: string) => text.replace(/run \S{12}/, '').replace(/\d+ ms/, '');
	expect(unnamed(attacked.stdout)).toBe(unnamed(plain.stdout));
	expect([attacked.status, attacked.stderr, room.read('marks')]).toEqual([0, '', '']);
	expect(names(room.read('env'))).toEqual(before);
	expect(room.read('env')).not.toContain('canary');
});

test('an editor with arguments gets the command, and no secret', async () => {
	room.write(
		'edited',
		'## One\n\n~~~sh\ntest -n "$pw"\necho before >>@/log\n~~~\n',
		'inputs:\n  pw: { prompt: Password, type: secret }',
	);
	const editor = room.writeFile(
		'editor',
		`#!/bin/sh\nenv >'${room.path('seen')}'\ntest "$1" = --flag || exit 9\nsed -i s/before/after/ "$2"\n`,
	);
	const terminal = room.open(['edited'], {
		environment: {
			RUNBOOK_SECRET_pw: 'canary-5d2f',
			EDITOR: `/bin/sh ${editor} --flag`,
		},
	});
	await terminal.see('A trial.');
	await terminal.pressCalmly('\r');
	await terminal.see('❯ Password');
	terminal.press('canary-5d2f');
	await terminal.see('•••••••');
	await terminal.pressCalmly('\r');
	await terminal.see('❯ [ Begin');
	await terminal.pressCalmly('\r');
	await terminal.see('echo before');
	await terminal.pressCalmly('e');
	await terminal.see('To come back, save and leave it');
	await terminal.pressCalmly('y');
	await terminal.see('echo after');
	expect(room.read('seen')).toContain('EDITOR=');
	expect(room.read('seen')).not.toContain('canary');
	expect(room.read('log')).toBe('');
	await terminal.pressCalmly('r');
	await terminal.see(/❯ ✓ One/);
	expect(room.read('log')).toBe('after\n');
	expect(terminal.raw).not.toContain('canary');
	expect(room.filesWith('canary')).toEqual([]);
});

test('a command that a message offers is quoted for the shell', () => {
	const name = "it's $(touch marks) `touch marks`; touch marks";
	room.writeUntrusted(name, '## One\n\n~~~sh\ntrue\n~~~\n');
	const { status, stderr } = room.runbook(['run', name, '--yes']);
	expect(status).toBe(2);
	const offered = [...stderr.matchAll(/`(runbook (?:show|trust) .*?)`(?=[),.])/g)].map(
		([, line = '']) => line,
	);
	expect(offered).toHaveLength(2);
	for (const line of offered) {
		const tried = room.sh(`runbook() { test -e "$2"; }\n${line}`, []);
		expect([line, tried.status, room.read('marks')]).toEqual([line, 0, '']);
	}
});
