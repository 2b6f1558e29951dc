/** Starts the job of a file, says so, and waits to be killed. With `follow`: prints its output and its end. */
import { readFileSync } from 'node:fs';
import { bootIdentity } from '../../../source/execute/boot.ts';
import { jobEnvironment } from '../../../source/execute/environment.ts';
import { followJob } from '../../../source/execute/find-job.ts';
import { type JobSpec, startJob } from '../../../source/execute/job.ts';

const [file = '', what] = process.argv.slice(2);
const given: JobSpec = JSON.parse(readFileSync(file, 'utf8'));
const { RUNBOOK_TOKEN: token = '' } = given.environment;
// Made here, so that it is this program's surroundings that are kept out.
const spec = {
	...given,
	environment: jobEnvironment(process.env, { folder: given.folder, token }),
};
await startJob(spec);
if (what === 'follow') {
	const chunks: Uint8Array[] = [];
	const finding = await followJob(spec.folder, bootIdentity(), {
		onOutput: chunk => void chunks.push(chunk),
	});
	process.stdout.write(JSON.stringify({ finding, output: Buffer.concat(chunks).toString() }));
} else {
	process.stdout.write('started\n');
	setInterval(() => {}, 1000);
}
