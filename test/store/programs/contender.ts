/**
 * Takes and releases a lock many times, and inside makes and removes a file that must not be
 * there. Arguments: `flock` or `records`, the folder, how many times. Prints how often two were
 * inside at once.
 */
import { closeSync, openSync, unlinkSync } from 'node:fs';
import { join } from 'node:path';
import { Held, takeLock } from '../../../source/store/lock.ts';

const [form, folder = '', rounds] = process.argv.slice(2);
const environment = form === 'flock' ? process.env : { PATH: '' };
const inside = join(folder, 'inside');
let collisions = 0;

for (let done = 0; done < Number(rounds); ) {
	try {
		const lock = takeLock(folder, environment);
		try {
			closeSync(openSync(inside, 'wx'));
			unlinkSync(inside);
		} catch {
			collisions++;
		}
		lock.release();
		done++;
	} catch (error) {
		if (!(error instanceof Held)) throw error;
	}
}
console.log(String(collisions));
