/** The screen on the terminal that it is started in, on the machine that is always the same. */
import { openScreen } from '../../source/ui/open-screen.tsx';
import { stageSession, stageShelves } from './stage.ts';

const [folder = '', pictures = ''] = process.argv.slice(2);
await openScreen({
	session: stageSession(folder, process.env),
	shelves: stageShelves(pictures),
	dryRun: false,
	start: { kind: 'library' },
	stdin: process.stdin,
	stdout: process.stdout,
});
process.exit(0);
