import { programName, shells } from './names.ts';

/** How a command that runs something named in its words reads them. */
type Runner = {
	/** Letters of options with a value, in the same word or the next. */
	readonly values?: string;
	/** Letters of options whose value is code. */
	readonly code?: string;
	/** How many operands stand before what it runs. */
	readonly operands?: number;
	/** What the first operand after those is: a command with its words, or a program's text or file. */
	readonly runs: 'command' | 'text';
};

const command = (values = '', operands = 0, code = ''): Runner => ({
	runs: 'command',
	values,
	operands,
	code,
});
const text = (code = '', values = ''): Runner => ({ runs: 'text', code, values });

const shell = text('', 'oO');
const runners: Readonly<Record<string, Runner | undefined>> = {
	__proto__: null as never,
	command: command(),
	builtin: command(),
	exec: command('a'),
	env: command('uC', 0, 'S'),
	nohup: command(),
	nice: command('n'),
	ionice: command('cnpPu'),
	chrt: command('TPD', 1),
	taskset: command('', 1),
	time: command('fo'),
	timeout: command('ks', 1),
	setsid: command(),
	stdbuf: command('ioe'),
	chroot: command('', 1),
	flock: command('wE', 1, 'c'),
	unshare: command('SGRw'),
	nsenter: command('tSG'),
	'systemd-run': command('uptMHE'),
	sudo: command('ugphCDrRtTU'),
	doas: command('uC'),
	run0: command('ugD'),
	pkexec: command(),
	setpriv: command(),
	strace: command('eopsaEuSbIOPX'),
	ltrace: command('eopsanuS'),
	busybox: command(),
	toybox: command(),
	fakeroot: command('lsib'),
	xargs: command('aEdILnPsJR'),
	parallel: command('aIjnN'),
	watch: command('n'),
	ssh: command('BbcDEeFIiJLlmOopPQRSWw', 1),
	autossh: command('BbcDEeFIiJLlmMOopPQRSWw', 1),
	rsh: command('l', 1),
	su: command('gGsw', 1, 'c'),
	runuser: command('gGsuw', 1, 'c'),
	script: { runs: 'command', values: 'EIBOmoT', operands: 1, code: 'c' },
	sed: text('ef', 'l'),
	awk: text('fei', 'Fv'),
	gawk: text('fei', 'Fv'),
	mawk: text('fe', 'FvW'),
	perl: text('eEMmI', ''),
	python: text('cm', 'WX'),
	ruby: text('erI', ''),
	node: text('epr', ''),
	php: text('rfBRE', 'dc'),
	lua: text('el', ''),
};

/** The names of the commands that this file knows. */
export const runnerNames: readonly string[] = Object.keys(runners);

/** Words of `find` that begin a command. */
const beginsCommand = new Set(['-exec', '-execdir', '-ok', '-okdir']);

/**
 * Finds the words of a command that may name what it runs: a program, its text, a shell's code.
 *
 * @param words the command's words from its name on; absent where only the shell knows
 * @returns indexes of such words, the name of the command itself left out. Where an option is not
 * known, the words that may be its value are among them: too many rather than too few.
 */
export function runWords(words: readonly (string | undefined)[]): ReadonlySet<number> {
	const found = new Set<number>();
	const enter = (from: number): void => {
		const name = words[from];
		if (name === undefined) return;
		const program = programName(name);
		const runner = shells.words.has(program) ? shell : runners[program];
		words.forEach((word, index) => {
			if (index < from || !beginsCommand.has(word ?? '')) return;
			found.add(index + 1);
			enter(index + 1);
		});
		if (!runner) return;
		const operand = readOptions(words, from, runner, found);
		if (operand === undefined) return;
		found.add(operand);
		if (runner.runs === 'command') enter(operand);
	};
	enter(0);
	return found;
}

/** Goes over options and operands; adds what may be code to `found`, gives the index of what is run. */
function readOptions(
	words: readonly (string | undefined)[],
	from: number,
	runner: Runner,
	found: Set<number>,
): number | undefined {
	const { values = '', code = '', operands = 0 } = runner;
	let left = operands;
	let coded = false;
	let options = true;
	for (let index = from + 1; index < words.length; index += 1) {
		const word = words[index];
		if (word === undefined) {
			// It may be an option as well as an operand, unless it is one of the operands before.
			if (left === 0) return coded && runner.runs === 'text' ? undefined : index;
			left -= 1;
		} else if (options && word === '--') {
			options = false;
		} else if (options && /^[-+]./.test(word)) {
			const letter = optionWithValue(word, values + code);
			if (word.startsWith('--') && !word.includes('=')) {
				// `--option value`, or `--option` alone: it cannot be told.
				found.add(index + 1);
			} else if (letter !== undefined) {
				const own = word.endsWith(letter);
				if (code.includes(letter)) {
					found.add(own ? index + 1 : index);
					coded = true;
				}
				if (own) index += 1;
			}
			// `command -v` and `-V` only tell; `-S` of env takes a whole line.
			if (words[from] === 'command' && /^-[vV]+$/.test(word)) return undefined;
		} else if (left > 0) {
			left -= 1;
		} else if (runner.runs === 'text' || !/^[A-Za-z_]\w*=/.test(word)) {
			// `env NAME=value` sets a variable; what is run comes behind it.
			return coded && runner.runs === 'text' ? undefined : index;
		}
	}
	return undefined;
}

/** @returns the first letter of a cluster of short options that takes a value. */
function optionWithValue(word: string, letters: string): string | undefined {
	if (word.startsWith('--')) return undefined;
	return Array.from(word.slice(1)).find(letter => letters.includes(letter));
}
