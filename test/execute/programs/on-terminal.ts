/** Runs the job of a file on the terminal, and says how it ended. */
import { readFileSync } from 'node:fs';
import { runOnTerminal } from '../../../source/execute/terminal-job.ts';

const [file = ''] = process.argv.slice(2);
const end = await runOnTerminal(JSON.parse(readFileSync(file, 'utf8')));
process.stdout.write(`END ${JSON.stringify(end)}\n`);
