/** The codes of the operating system, in words. */

const WORDS: Readonly<Record<string, string>> = {
	EACCES: 'permission denied',
	EDQUOT: 'the disk quota is used up',
	EEXIST: 'it exists already',
	EFBIG: 'the file would be larger than the limit allows',
	EIO: 'the disk reports an input or output error',
	EISDIR: 'it is a folder',
	ELOOP: 'it is a symbolic link',
	EMFILE: 'too many files are open',
	ENAMETOOLONG: 'the name is too long',
	ENFILE: 'too many files are open on this machine',
	ENOENT: 'there is no such file or folder',
	ENOSPC: 'no space is left on the disk',
	ENOTDIR: 'a part of its path is not a folder',
	ENOTEMPTY: 'it exists already',
	ENXIO: 'it is a socket, a pipe or a device',
	EPERM: 'it is not permitted',
	EROFS: 'the file system is read-only',
	ESTALE: 'the network file system has lost it',
};

/** The code of a system error (`ENOSPC`), or the empty text for any other value. */
export function codeOf(error: unknown): string {
	if (!(error instanceof Error) || !('code' in error)) return '';
	return typeof error.code === 'string' ? error.code : '';
}

/** Why, in words with the code behind: `no space is left on the disk (ENOSPC)`. */
export function reasonOf(error: unknown): string {
	const code = codeOf(error);
	const words = WORDS[code];
	if (words !== undefined) return `${words} (${code})`;
	return error instanceof Error ? error.message : String(error);
}
