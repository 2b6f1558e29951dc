/** A question whose answer is not shown, on the terminal; with the keys that a line of it has elsewhere. */
import { emitKeypressEvents, type Key } from 'node:readline';
import { type Io, say } from '../io.ts';
import { ended, forgetTyped, interrupted, questionText } from './ask.ts';

/** Gives the line as it was typed. @throws NoAnswer for Ctrl-C and the end of input. */
export async function askSecret(io: Io, question: string): Promise<string> {
	for (;;) {
		const lines = await askLines(io, question);
		const [secret = '', ...others] = lines;
		if (others.every(line => line === '')) return secret;
		say(io, [
			'  Several lines were pasted, and this is one line. Nothing of it was taken: once more.',
		]);
	}
}

/** What was typed, or pasted at once: then it may be more than a line. */
async function askLines(io: Io, question: string): Promise<readonly string[]> {
	const { stdin, stdout } = io;
	const shown = questionText(io, question);
	// Before the question stands there: whoever answers at once would see the secret.
	stdin.setRawMode?.(true);
	forgetTyped();
	stdout.write(shown);
	// Arrows and the like come as several characters, which are none of the secret.
	emitKeypressEvents(stdin);
	try {
		return await typeSecretly(stdin, () => {
			stdin.setRawMode?.(false);
			stdout.write('\n');
			stopAsShellsDo();
			stdin.setRawMode?.(true);
			forgetTyped();
			stdout.write(shown);
		});
	} finally {
		stdin.pause();
		stdin.setRawMode?.(false);
		stdout.write('\n');
	}
}

/** Ctrl-Z: the program and whoever started it for somebody stop, until `fg`. */
function stopAsShellsDo(): void {
	process.kill(0, 'SIGTSTP');
}

function typeSecretly(stdin: NodeJS.ReadStream, stop: () => void): Promise<readonly string[]> {
	return new Promise((resolve, reject) => {
		const before: string[] = [];
		let value: string[] = [];
		let isDone = false;
		const settle = (act: () => void) => {
			stdin.off('keypress', take);
			stdin.off('end', end);
			process.off('SIGINT', interrupt);
			act();
		};
		const end = () => settle(() => reject(ended()));
		// As a key it comes below; as a signal from elsewhere.
		const interrupt = () => settle(() => reject(interrupted()));
		const pause = () => {
			// The question stands there anew afterwards, and so does the answer.
			value = [];
			stop();
		};
		const enter = () => {
			before.push(value.join(''));
			value = [];
			// Of a paste all lines come at once; what is typed ends here.
			if (!isDone) queueMicrotask(() => settle(() => resolve([...before, value.join('')])));
			isDone = true;
		};
		const take = (text: string | undefined, { name, ctrl, meta }: Key) => {
			if (name === 'return' || name === 'enter') enter();
			else if (ctrl && name === 'c') interrupt();
			else if (ctrl && name === 'd') end();
			else if (ctrl && name === 'z') pause();
			else if (ctrl && name === 'u') value = [];
			else if (ctrl && name === 'w') value = [...value.join('').replace(/\S*\s*$/, '')];
			else if (name === 'backspace') value.pop();
			else if (!ctrl && !meta && text !== undefined && isPrintable(text)) value.push(text);
		};
		stdin.on('keypress', take);
		stdin.once('end', end);
		process.once('SIGINT', interrupt);
		stdin.resume();
	});
}

function isPrintable(text: string): boolean {
	return text === '\t' || !/\p{Cc}/u.test(text);
}
