import { execFile } from 'node:child_process';
import {
	existsSync,
	mkdirSync,
	mkdtempSync,
	readdirSync,
	readFileSync,
	rmSync,
	writeFileSync,
} from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { promisify } from 'node:util';
import type { Shell } from '../../helpers/shells.ts';

/** What one script did. */
export type Outcome = {
	/** The words of each `show`, in the order they ran. */
	readonly records: readonly (readonly string[])[];
	/** The files in its folder `$D`. */
	readonly files: readonly string[];
	/** Whether something ran `marker`. */
	readonly marked: boolean;
	readonly status: number;
};

/**
 * `show` notes its words, `marker` that it ran. They are functions, which costs no process, and
 * programs, which `env` and the like can run.
 */
const functions = `
if ( print -r -- ) >/dev/null 2>&1; then
	show() { { print -r -- "=$#"; for word; do print -r -- "=$word"; done; } >>"$R"; }
else
	show() { printf '=%s\\n' "$#" "$@" >>"$R"; }
fi
marker() { : >"$M"; }
`;

const programs: Readonly<Record<string, string>> = {
	show: `printf '=%s\\n' "$#" "$@" >>"$R"`,
	marker: ': >"$M"',
	done: `show done`,
	ssh: 'shift; eval "$*"',
	su: '[ "$2" = -c ] && eval "$3"',
};

/**
 * Runs many scripts in one process of a shell, each in a subshell with `set -e`, in a folder with a
 * few files, and with `$y`, `$1`, an own folder `$D` and no input.
 *
 * @param shell a shell that is present
 * @param scripts what to run
 * @returns what each of them did
 * @throws if the shell itself comes to an end before the last script
 */
export async function runAll(
	shell: Shell,
	scripts: readonly string[],
): Promise<readonly Outcome[]> {
	const root = mkdtempSync(join(tmpdir(), 'runbook-placeholders-'));
	try {
		for (const folder of ['bin', 'here', 'cases', 'marks']) mkdirSync(join(root, folder));
		for (const [name, text] of Object.entries(programs)) {
			writeFileSync(join(root, 'bin', name), `#!/bin/sh\n${text}\n`, { mode: 0o755 });
		}
		for (const name of ['aa', 'bb', 'a b']) writeFileSync(join(root, 'here', name), '');
		scripts.forEach((script, index) => {
			writeFileSync(join(root, 'cases', `${index}`), `${script}\n`);
			if (script.includes('$D')) mkdirSync(join(root, `folder-${index}`));
		});
		writeFileSync(join(root, 'driver'), driver(root, scripts.length));
		const [program, ...words] = shell.command;
		await promisify(execFile)(program, [...words, join(root, 'driver')], {
			env: { PATH: `${join(root, 'bin')}:${process.env.PATH}`, LC_ALL: 'C', HOME: '/nowhere' },
		});
		return outcomes(root, scripts.length);
	} finally {
		rmSync(root, { recursive: true });
	}
}

function driver(root: string, count: number): string {
	return `${functions}
R='${root}/records'
y=Y
export R M
cd '${root}/here'
i=0
while [ "$i" -lt ${count} ]; do
	M='${root}/marks/'$i
	D='${root}/folder-'$i
	printf '@\\n' >>"$R"
	( set -- P; set -e; . '${root}/cases/'$i ) >/dev/null 2>&1
	printf '?%s\\n' "$?" >>"$R"
	i=$((i + 1))
done </dev/null
`;
}

function outcomes(root: string, count: number): readonly Outcome[] {
	const texts = readFileSync(join(root, 'records'), 'utf8').split(/^@\n/m).slice(1);
	if (texts.length !== count) throw new Error(`${texts.length} of ${count} scripts ran.`);
	return texts.map((text, index) => {
		const folder = join(root, `folder-${index}`);
		const lines = text.split('\n').slice(0, -1);
		return {
			records: recordsOf(lines.slice(0, -1).map(line => line.slice(1))),
			status: Number(lines.at(-1)?.slice(1)),
			marked: existsSync(join(root, 'marks', `${index}`)),
			files: existsSync(folder) ? readdirSync(folder).sort() : [],
		};
	});
}

/** Each record is the number of its words, and the words. */
function recordsOf(lines: readonly string[]): readonly (readonly string[])[] {
	const records: (readonly string[])[] = [];
	for (let at = 0; at < lines.length; ) {
		const count = Number(lines[at]);
		records.push(lines.slice(at + 1, at + 1 + count));
		at += 1 + count;
	}
	return records;
}
