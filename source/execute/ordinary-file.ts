/** Reading a file that others may have put something else in the place of: no link, and no pipe to wait for. */
import { closeSync, constants, fstatSync, openSync, readFileSync } from 'node:fs';

/** How it is opened; whoever opens it by itself looks whether it is an ordinary one. */
export const ordinaryFlags = constants.O_RDONLY | constants.O_NOFOLLOW | constants.O_NONBLOCK;

/** Gives a descriptor. Raises what the file system says, and for all but ordinary files. */
export function openOrdinary(path: string): number {
	const file = openSync(path, ordinaryFlags);
	if (fstatSync(file).isFile()) return file;
	closeSync(file);
	throw new Error(`\`${path}\` is not an ordinary file`);
}

/** All of it. Raises as `openOrdinary` does. */
export function readOrdinary(path: string): Buffer {
	const file = openOrdinary(path);
	try {
		return readFileSync(file);
	} finally {
		closeSync(file);
	}
}
