/**
 * Appends events of SIZE bytes to a journal until that fails or COUNT are written. Prints how many
 * were acknowledged, then the message, then whether another event was refused, too.
 */
import { openJournal } from '../../../source/store/journal.ts';

const [file = '', count, size] = process.argv.slice(2);
let acknowledged = 0;
try {
	const { journal } = openJournal(file, () => new Date());
	try {
		while (acknowledged < Number(count)) {
			journal.append({ text: 'x'.repeat(Number(size)) });
			acknowledged++;
		}
	} finally {
		console.log(String(acknowledged));
		try {
			journal.append({});
			console.log('appended');
		} catch {
			console.log('refused');
		}
	}
} catch (error) {
	console.log(`${(error as Error).name}: ${(error as Error).message}`);
}
