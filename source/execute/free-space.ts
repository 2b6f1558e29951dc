import { statfsSync } from 'node:fs';

/** @returns how many bytes this user may still write to the file system that holds a folder */
export function freeBytes(folder: string): number {
	const { bavail, bsize } = statfsSync(folder);
	return bavail * bsize;
}
