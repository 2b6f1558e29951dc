/**
 * Takes the lock of each folder in turn and says which it got. Arguments: `flock` or `records`
 * (as if there were no flock), then the folders. Commands on standard input: `take`, `child`
 * (start a process that outlives this one), `release`.
 */
import { spawn } from 'node:child_process';
import { createInterface } from 'node:readline';
import { Held, type Lock, takeLock } from '../../../source/store/lock.ts';

const [form, ...folders] = process.argv.slice(2);
const environment = form === 'flock' ? process.env : { PATH: '' };
const locks: Lock[] = [];

function take(): string {
	const taken: number[] = [];
	for (const [index, folder] of folders.entries()) {
		try {
			locks.push(takeLock(folder, environment));
			taken.push(index);
		} catch (error) {
			if (!(error instanceof Held)) throw error;
		}
	}
	return taken.join(' ');
}

const commands: Record<string, () => string> = {
	take: () => `taken ${take()}`,
	release: () => {
		for (const lock of locks.splice(0)) lock.release();
		return 'released';
	},
	child: () => {
		const child = spawn('sleep', ['60'], { detached: true, stdio: 'ignore' });
		child.unref();
		return String(child.pid);
	},
};

console.log('ready');
for await (const line of createInterface({ input: process.stdin })) {
	console.log(commands[line]?.() ?? `unknown command ${line}`);
}
