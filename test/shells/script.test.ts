/** Printed scripts, run by the shells that they are written for: what runs, and what stops them. */
import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { describe, expect, test } from 'vitest';
import { shells, titleOf } from '../helpers/shells.ts';
import { read, scriptOf } from '../run/script/helpers.ts';
import { block, Workplace } from '../run/script/workplace.ts';

const hasBash = shells.some(({ name, present }) => name === 'bash' && present);

describe.each(shells.map(shell => ({ shell, title: titleOf(shell) })))('$title', ({ shell }) => {
	const it = test.runIf(shell.present);

	it('a failing line stops the script, names its step, and nothing after it runs', () => {
		const place = new Workplace(shell);
		const { status, stdout, stderr } = place.run([
			'## First\n',
			block('sh', 'echo one'),
			"## The *second* one's\n",
			block('sh', 'echo two', '(exit 7)', 'echo three'),
			'## Third\n',
			block('sh', 'echo four'),
		]);
		expect([status, stdout]).toEqual([7, 'one\ntwo\n']);
		expect(stderr).toContain(`step "The second one's": the action failed with status 7`);
	});

	it('a failing gate stops it, also one that begins with `!`', () => {
		const place = new Workplace(shell);
		const parts = (command: string) => [
			'## Look\n',
			block('sh verify', command),
			block('sh', 'echo acted'),
		];
		expect(place.run(parts('! true'))).toMatchObject({ status: 1, stdout: '' });
		expect(place.run(parts('! true')).stderr).toContain('step "Look": the gate failed');
		expect(place.run(parts('! false'))).toMatchObject({ status: 0, stdout: 'acted\n' });
	});

	it('`done` guards actions and numbered lists, and no gate', () => {
		const place = new Workplace(shell);
		const parts = [
			'## Make\n\nIs it there?\n',
			block('sh done', 'test -e @/there'),
			block('sh', 'echo made'),
			'1. [Look](#look)\n',
			'And:\n',
			block('sh verify', 'echo gate'),
			'### Look\n',
			block('sh verify', 'echo looked'),
		];
		expect(place.run(parts).stdout).toBe('made\nlooked\ngate\n');
		place.write('there', '');
		expect(place.run(parts).stdout).toBe('gate\n');
	});

	it('`within` passes at the third try, and gives up when its time is over', () => {
		const place = new Workplace(shell);
		const parts = (tries: number) => [
			'## Wait\n',
			block('sh verify within=2s', 'echo x >>@/tries', `test "$(wc -l <@/tries)" -ge ${tries}`),
			block('sh', 'echo passed'),
		];
		expect(place.run(parts(3))).toMatchObject({ status: 0, stdout: 'passed\n' });
		expect(place.contentOf('tries')).toBe('x\nx\nx\n');
		place.remove('tries');
		expect(place.run(parts(9))).toMatchObject({ status: 1, stdout: '' });
		expect(place.contentOf('tries')).toBe('x\nx\nx\n');
	});

	test.runIf(shell.present && hasBash)(
		'a bash block is run by bash, with no input, captures and its own lines',
		() => {
			const place = new Workplace(shell);
			const { stdout, status } = place.run([
				'## Look\n',
				block('sh capture=name', `echo "it's"`),
				block(
					'bash',
					'shopt -s extglob',
					'names=(END END_1)',
					'[[ ${#names[*]} -eq 2 ]] && echo "${names[*]}" "<$(cat)>"',
					'case abc in !(x)) echo extended ;; esac',
				),
				block('bash capture=second', 'echo $((1 + 1))'),
				block('sh', 'echo {{second}}'),
				block('bash', 'false', 'echo not reached'),
			]);
			expect([status, stdout]).toEqual([1, 'END END_1 <>\nextended\n2\n']);
		},
	);

	it('a block has no input; one that needs the terminal has that of the script', () => {
		const place = new Workplace(shell);
		const { stdout } = place.run([
			'## Read\n',
			block('sh', 'echo "<$(cat)>"'),
			block('sh tty', 'echo "<$(cat)>"'),
		]);
		expect(stdout).toBe('<>\n<standard input>\n');
	});

	it('a signal ends it with its own status, and it says what was begun', async () => {
		const place = new Workplace(shell);
		const script = scriptOf(
			read(
				[
					'## Wait\n',
					block('sh', 'echo ready', 'sleep 60'),
					'Back:\n',
					block('sh undo', 'true'),
					'## Next\n',
					block('sh', 'echo next'),
				].join('\n'),
			),
		);
		const file = place.write('script', script);
		const [program, ...words] = shell.command;
		const child = spawn(program, [...words, file], { detached: true });
		let output = '';
		child.stderr.on('data', data => {
			output += data;
		});
		child.stdout.on('data', data => {
			output += data;
			if (String(data).includes('ready')) process.kill(-(child.pid ?? 0), 'SIGINT');
		});
		const [status] = await once(child, 'close');
		expect(status).toBe(130);
		expect(output).toContain('newest first: undo_1_wait');
		expect(output).not.toContain('next\n');
	});

	it('nothing of a block lasts, and it runs in `/` without arguments', () => {
		const place = new Workplace(shell);
		const { stdout } = place.run([
			'## Go\n',
			block('sh', 'x=1', 'cd /tmp', 'exit 0', 'echo not reached'),
			block('sh', 'echo "${x-unset} $PWD $#"'),
		]);
		expect(stdout).toBe('unset / 0\n');
	});
});
