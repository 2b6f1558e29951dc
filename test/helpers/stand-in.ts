/** Programs that stand before those of the machine, for walks that meet something unusual. */
import { mkdirSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';

/** It is there and does not run, as one whose libraries are gone. */
export const broken = `#!/bin/sh
echo "error while loading shared libraries" >&2
exit 127
`;

/** @returns the PATH by which the program is met before the one of the machine. */
export function standIn(folder: string, program: string, script: string): string {
	const bin = join(folder, 'bin');
	mkdirSync(bin, { recursive: true });
	writeFileSync(join(bin, program), script, { mode: 0o755 });
	return `${bin}:/usr/sbin:/usr/bin:/sbin:/bin`;
}
